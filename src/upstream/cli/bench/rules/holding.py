"""The same rows held against 14 rules, and against 100 of which the same 14 apply."""

import time
from datetime import date
from io import BytesIO, StringIO
from statistics import median
from typing import Final, NamedTuple

from upstream.application.readers.catalogue import reader_for
from upstream.application.readers.reader import Instructions, Place
from upstream.application.seed import plan, write_claims
from upstream.cli.bench.recording import UNTIL
from upstream.domain.claims.chunks import Understood
from upstream.domain.claims.layout import Layout
from upstream.domain.quality.built_in import BUILT_IN
from upstream.domain.quality.measures import ChunkQuality, added_up
from upstream.domain.quality.rule import (
    CrossField,
    Format,
    Range,
    Required,
    Rule,
    Rules,
    Scope,
    Test,
)
from upstream.domain.quality.rule_set import RuleSet
from upstream.domain.uploads.file_problem import FileProblem

RULES: Final = 100
ROUNDS: Final = 5
_TODAY: Final = date(2026, 11, 2)
_TESTS: Final[tuple[Test, ...]] = (
    Required("prior_authorization"),
    Format("cpt", r"[A-Z]\d{4}"),
    Range("billed_amount", "0", "10"),
    CrossField("allowed_amount < billed_amount and outcome = 'PAID'"),
)


class Held(NamedTuple):
    """Microseconds a row, each the median of as many rounds; whether both found the same."""

    few: float
    many: float
    same: bool


def hundred_rules() -> Rules:
    """The built-in ones, and others for payers and procedures that no row has."""
    return BUILT_IN + tuple(
        Rule(
            key=f"OTHER_{number}",
            version=1,
            name=f"Rule {number} for others",
            severity="error",
            test=_TESTS[number % len(_TESTS)],
            scope=_elsewhere(number),
        )
        for number in range(RULES - len(BUILT_IN))
    )


def _elsewhere(number: int) -> Scope:
    if number % 3:
        return Scope(payers=(f"Payer {number}", f"Other payer {number}"))
    return Scope(cpt_groups=(f"Group {number}",))


def hold(rows: int) -> Held:
    """In turn, so that whatever disturbs disturbs both."""
    layout, parts = _understood(rows)
    few: list[float] = []
    many: list[float] = []
    kept: list[ChunkQuality] = []
    for _ in range(ROUNDS):
        for rules, taken in ((BUILT_IN, few), (hundred_rules(), many)):
            rule_set = RuleSet(rules, layout.kind, layout.today)
            began = time.perf_counter()
            kept.append(added_up([rule_set.check(part).quality for part in parts]))
            taken.append((time.perf_counter() - began) / rows * 1e6)
    return Held(median(few), median(many), all(one == kept[0] for one in kept))


def _understood(rows: int) -> tuple[Layout, list[Understood]]:
    text = StringIO()
    write_claims(plan("riverside", claims=rows, seed=1, until=UNTIL), text)
    file = BytesIO(text.getvalue().encode())
    reader = reader_for(file)
    assert not isinstance(reader, FileProblem)
    layout = reader.judge(file, (), today=_TODAY)
    assert isinstance(layout, Layout)
    start = Place(layout.shape.first_line, layout.shape.first_offset)
    instructions = Instructions(layout, b"k" * 32)
    return layout, [part.understood for part in reader.parts(file, instructions, start)]
