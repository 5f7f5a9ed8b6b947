"""What a rule would have said of some rows, before it is switched on. Nothing is recorded."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from upstream.application.readers.catalogue import reader_of
from upstream.application.readers.reader import Instructions, Place
from upstream.application.uploads.intake import Intake
from upstream.domain.claims.chunks import Understood
from upstream.domain.quality.rule import Rule
from upstream.domain.quality.rule_set import RuleSet
from upstream.domain.quality.samples import SampleRow, claim_of
from upstream.domain.units import CustomerId
from upstream.domain.uploads.events import UploadAccepted, UploadReceived
from upstream.domain.uploads.refusals import UploadUnknown
from upstream.infrastructure.customer_keys import pseudonym_key

ROWS_TRIED: Final = 10_000
"""The first so many rows of a file."""
LINES_SHOWN: Final = 20


class DryRun(msgspec.Struct, frozen=True, kw_only=True):
    """How many of the rows break the rule, and the first lines of those; never what they say."""

    rows: int
    broken: int
    lines: list[int]
    would: str
    """`reject`, `flag` or `count` those rows."""
    upload_id: UUID | None = None
    """The upload whose first rows were tried; None for rows that were given."""


def try_on_rows(rule: Rule, rows: Sequence[SampleRow], today: date) -> DryRun:
    """Rows are numbered from 1."""
    facts = [claim_of(row) for row in rows]
    understood = Understood(range(1, len(facts) + 1), [""] * len(facts), facts, [], 0)
    return _tried(RuleSet((rule,), "table", today), rule, understood, None)


def try_on_upload(intake: Intake, customer_id: CustomerId, upload_id: UUID, rule: Rule) -> DryRun:
    """The file itself is read again, the way it was read. Raises `UploadUnknown`."""
    history = intake.log.read(customer_id, upload_id)
    layouts = [one.event.layout for one in history if isinstance(one.event, UploadAccepted)]
    files = [one.event.sha256 for one in history if isinstance(one.event, UploadReceived)]
    if not layouts or not files:
        raise UploadUnknown("there is no such upload, or its file was not accepted")
    layout = layouts[0]
    key = pseudonym_key(intake.secret_key, customer_id)
    start = Place(layout.shape.first_line, layout.shape.first_offset)
    with intake.files.open(customer_id, files[0]) as file:
        parts = reader_of(layout.kind).parts(
            file, Instructions(layout, key), start, rows_max=ROWS_TRIED
        )
        part = next(iter(parts), None)
    understood = part.understood if part else Understood([], [], [], [], 0)
    return _tried(RuleSet((rule,), layout.kind, layout.today), rule, understood, upload_id)


def _tried(rules: RuleSet, rule: Rule, understood: Understood, upload_id: UUID | None) -> DryRun:
    places = rules.broken_by(0, understood)
    return DryRun(
        rows=len(understood.facts),
        broken=len(places),
        lines=[understood.lines[place] for place in places[:LINES_SHOWN]],
        would={"error": "reject", "warning": "flag", "info": "count"}[rule.severity],
        upload_id=upload_id,
    )
