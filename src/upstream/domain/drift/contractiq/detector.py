"""ContractIQ through the detection interface: paid lines below contract, by payer and code.

A payer that has always underpaid is a finding as well as one that began to: what it owes does not
depend on for how long. Then the window is all the weeks that are scanned.
"""

from datetime import date
from typing import Final

from upstream.domain.drift.contractiq.cell import Cell, cell_of, confidence, drift_of
from upstream.domain.drift.contractiq.defaults import DEFAULTS
from upstream.domain.drift.counts import Counts, Question
from upstream.domain.drift.detection import Assessment, Drift, Evidence
from upstream.domain.drift.judging import e_benjamini_hochberg
from upstream.domain.drift.settings import Settings
from upstream.domain.drift.windows import Window


class ContractIQ:
    """The detector. It holds nothing: everything it needs is handed to it."""

    product: Final = "contractiq"
    code_version: Final = "contractiq-4"
    settings: Final = DEFAULTS

    def question(self, until: date, settings: Settings) -> Question:
        return Question(
            tables=("contracted",),
            until=until,
            weeks=settings.weeks,
            reference_weeks=max(settings.scan_weeks),
        )

    def assess(self, counts: Counts, until: date, settings: Settings) -> Assessment:
        in_order = sorted(counts.contracted, key=lambda one: (one.payer, one.cpt))
        cells = [cell_of(one, settings) for one in in_order]
        tested = [cell for cell in cells if cell.lines]
        q_values = e_benjamini_hochberg([cell.evidence for cell in tested])
        reported: list[Drift] = []
        faint: list[Drift] = []
        calm: list[str] = []
        for cell, q_value in zip(tested, q_values, strict=True):
            drift = drift_of(cell, self.product, q_value, until, settings, len(tested))
            if drift is None:
                calm.append(cell.natural_key(self.product))
            elif _is_reported(cell, settings):
                reported.append(drift)
            else:
                faint.append(drift)
        return Assessment(
            cells=len(cells),
            tests=len(tested),
            drifts=tuple(reported),
            faint=tuple(faint),
            calm=tuple(calm),
        )

    def evidence(self, drift: Drift) -> Evidence:
        window = Window(from_on=drift.current.from_on, to_on=drift.current.to_on)
        return Evidence(of="underpaid", window=window)


def _is_reported(cell: Cell, settings: Settings) -> bool:
    sure = 10_000 * confidence(cell, settings) >= settings.report_from_bps
    return sure and cell.is_material(settings) and cell.lines >= settings.claims_min
