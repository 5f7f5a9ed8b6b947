"""The rules of one upload, compiled once, held against part after part of its file."""

from collections import Counter
from datetime import date
from itertools import compress
from typing import Final, NamedTuple, cast

from upstream.domain.claims.chunks import Understood
from upstream.domain.claims.faults import Fault, RejectedRow
from upstream.domain.claims.layout import FileKind
from upstream.domain.quality.columns import Columns
from upstream.domain.quality.compiling import Broken as FindBroken
from upstream.domain.quality.compiling import applies, compiled
from upstream.domain.quality.completeness import missing_in
from upstream.domain.quality.expressions import fields_of
from upstream.domain.quality.fields import FACT_OF
from upstream.domain.quality.measures import LINES_KEPT, PAYERS_KEPT, Broken, ChunkQuality
from upstream.domain.quality.parsing import parse_expression
from upstream.domain.quality.rule import CrossField, DateOrder, Duplicate, Rule, Rules, Test

BREAKS_RULE: Final = "row.breaks_rule"


class Found(NamedTuple):
    """The rows that may be recorded, with the others among the rejected, and what was found."""

    understood: Understood
    quality: ChunkQuality


class _Compiled(NamedTuple):
    place: int
    """In the rule set of the upload."""
    rule: Rule
    broken: FindBroken


class RuleSet:
    """Rules limited to other kinds of file are never looked at; see `Columns.limited_to`."""

    def __init__(self, rules: Rules, kind: FileKind, today: date) -> None:
        self._kind = kind
        self._today = today
        self._compiled = [
            _Compiled(place, rule, compiled(rule))
            for place, rule in enumerate(rules)
            if applies(rule.scope, kind, frozenset())
        ]
        self._chosen: dict[frozenset[str], list[_Compiled]] = {}
        self.keeps_in_mind = any(isinstance(one.rule.test, Duplicate) for one in self._compiled)

    def check(self, understood: Understood) -> Found:
        columns = Columns(understood.facts, self._today, understood.silent)
        broken = [
            (one, places) for one in self._chosen_for(understood) if (places := one.broken(columns))
        ]
        refused = _rows(broken, "error")
        flagged = _rows(broken, "warning") - refused
        quality = ChunkQuality(
            rows=len(understood.facts),
            rows_flagged=len(flagged),
            rows_refused=len(refused),
            broken=tuple(_counted(one, places, understood) for one, places in broken),
            missing=missing_in(columns),
            outcomes=dict(Counter(cast("list[str]", columns["outcome"]))),
            payers=dict(Counter(cast("list[str]", columns["payer"])).most_common(PAYERS_KEPT)),
            newest=_newest(columns),
            untold=_untold(understood.silent),
        )
        if refused:
            understood = _without(understood, refused, broken)
        return Found(understood, quality)

    def broken_by(self, place: int, understood: Understood) -> list[int]:
        """The places of the claims that break one rule of the set, and nothing else."""
        columns = Columns(understood.facts, self._today, understood.silent)
        chosen = (one for one in self._chosen_for(understood) if one.place == place)
        return next((one.broken(columns) for one in chosen), [])

    def _chosen_for(self, understood: Understood) -> list[_Compiled]:
        """Once for each set of facts a file cannot say; a file has one."""
        silent = understood.silent
        if silent not in self._chosen:
            self._chosen[silent] = [
                one for one in self._compiled if applies(one.rule.scope, self._kind, silent)
            ]
        return self._chosen[silent]


def _rows(broken: list[tuple[_Compiled, list[int]]], severity: str) -> set[int]:
    return {place for one, places in broken if one.rule.severity == severity for place in places}


def _counted(one: _Compiled, places: list[int], understood: Understood) -> Broken:
    lines = tuple(understood.lines[place] for place in places[:LINES_KEPT])
    return Broken(one.place, len(places), lines)


def _newest(columns: Columns) -> date | None:
    days = columns.distinct("submitted_date") | columns.distinct("decided_date")
    return max(cast("set[date]", days - {None}), default=None)


def _untold(silent: frozenset[str]) -> tuple[str, ...]:
    return tuple(field for field, fact in FACT_OF.items() if fact in silent)


def _without(
    understood: Understood, refused: set[int], broken: list[tuple[_Compiled, list[int]]]
) -> Understood:
    """The refused rows go where the other rejected ones are, each with every rule it breaks."""
    faults: dict[int, list[Fault]] = {place: [] for place in refused}
    for one, places in broken:
        if one.rule.severity == "error":
            fault = Fault(column_of(one.rule.test), BREAKS_RULE, one.rule.name)
            for place in places:
                faults[place].append(fault)
    sound = [place not in refused for place in range(len(understood.facts))]
    rejected = understood.rejected + [
        RejectedRow(understood.lines[place], tuple(known)) for place, known in faults.items()
    ]
    return understood._replace(
        lines=list(compress(understood.lines, sound)),
        keys=list(compress(understood.keys, sound)),
        facts=list(compress(understood.facts, sound)),
        rejected=sorted(rejected, key=lambda row: row.line),
    )


def column_of(test: Test) -> str | None:
    """The column a person looks at first; None where it is the row as a whole."""
    match test:
        case DateOrder(earlier=earlier, later=later):
            return earlier if later == "today" else later
        case CrossField(text=text):
            return next(iter(fields_of(parse_expression(text))), None)
        case Duplicate():
            return None
        case _:
            return test.field
