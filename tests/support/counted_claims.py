"""Claims counted from plain rows in the simplest way there is: the oracle of detection's SQL."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from math import log
from typing import NamedTuple

from upstream.domain.drift.counts import (
    Codes,
    Counts,
    DecisionDays,
    Decisions,
    Question,
    Reasons,
    Waiting,
)
from upstream.domain.drift.inference import rounded_quotient

CLIP_MICRO = 600_000
_AUTHORIZATION = re.compile(r"(?<!\d)(15|39|62|197|198)(?!\d)")


class Row(NamedTuple):
    """What detection needs to know of one claim."""

    payer: str
    cpt: str
    cpt_group: str
    submitted_on: date
    decided_on: date | None
    outcome: str
    allowed_cents: int | None
    denial_reason: str | None = None


class _Usual(NamedTuple):
    log_micro: int | None
    cents: int | None
    risk_micro: int


def counted(rows: Iterable[Row], question: Question) -> Counts:
    """Every table; those that were not asked for are empty."""
    known = [row for row in rows if row.submitted_on < question.until]
    decided = [row for row in known if _is_decided(row, question)]
    usual = _usually(decided, question)
    wanted = question.tables
    waiting = "waiting" in wanted
    return Counts(
        decisions=_decisions(decided, usual, question) if "decisions" in wanted else [],
        reasons=_reasons(decided, usual, question) if "reasons" in wanted else [],
        codes=_codes(decided, usual, question) if "codes" in wanted else [],
        waiting=_waiting(known, question) if waiting else [],
        days=_days(known, question) if waiting else [],
    )


def _is_decided(row: Row, question: Question) -> bool:
    return (
        row.outcome in {"PAID", "DENIED"}
        and row.decided_on is not None
        and question.from_on <= row.decided_on < question.until
    )


def _week(day: date | None, question: Question) -> int:
    assert day is not None
    return ((question.until - day).days - 1) // 7


def _is_priced(row: Row) -> bool:
    return row.outcome == "PAID" and bool(row.allowed_cents)


def _log_micro(row: Row) -> int:
    return round(log(row.allowed_cents or 0) * 1e6)


def _usually(rows: Sequence[Row], question: Question) -> dict[tuple[str, str], _Usual]:
    """By payer and code, in the reference weeks."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    cells: Counter[tuple[str, str]] = Counter()
    denied: Counter[tuple[str, str]] = Counter()
    for row in rows:
        groups[row.payer, row.cpt]
        if row.decided_on and row.decided_on < question.reference_to:
            groups[row.payer, row.cpt].append(row)
            cells[row.payer, row.cpt_group] += 1
            denied[row.payer, row.cpt_group] += row.outcome == "DENIED"
    group_of = {(row.payer, row.cpt): row.cpt_group for row in rows}
    found = {}
    for (payer, cpt), usual in groups.items():
        cell = payer, group_of[payer, cpt]
        share = Fraction(2 * denied[cell] + 1, 2 * (cells[cell] + 5))
        own = sum(row.outcome == "DENIED" for row in usual)
        risk = (own + 15 * share) / (len(usual) + 15) * 1_000_000
        priced = [row for row in usual if _is_priced(row)]
        logs = sum(map(_log_micro, priced))
        cents = sum(row.allowed_cents or 0 for row in priced)
        found[payer, cpt] = _Usual(
            rounded_quotient(logs, len(priced)) if priced else None,
            rounded_quotient(cents, len(priced)) if priced else None,
            rounded_quotient(risk.numerator, risk.denominator),
        )
    return found


def _by(rows: Iterable[Row], question: Question, *names: str) -> dict[tuple[str, ...], list[Row]]:
    found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(getattr(row, name) or "" for name in names)].append(row)
    assert question.weeks
    return dict(sorted(found.items()))


def _weeks(rows: Sequence[Row], question: Question) -> list[tuple[int, list[Row]]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[_week(row.decided_on, question)].append(row)
    return sorted(found.items())


def _exposed(rows: Sequence[Row], usual: dict[tuple[str, str], _Usual]) -> int:
    return sum(usual[row.payer, row.cpt].cents or 0 for row in rows)


def _decisions(
    rows: Sequence[Row], usual: dict[tuple[str, str], _Usual], question: Question
) -> list[Decisions]:
    found = []
    for (payer, group), members in _by(rows, question, "payer", "cpt_group").items():
        columns = [_of_week(week, of_week, usual) for week, of_week in _weeks(members, question)]
        found.append(Decisions(payer, group, *(list(c) for c in zip(*columns, strict=True))))
    return found


def _of_week(week: int, rows: list[Row], usual: dict[tuple[str, str], _Usual]) -> tuple[int, ...]:
    risks = [usual[row.payer, row.cpt].risk_micro for row in rows]
    priced = [(row, usual[row.payer, row.cpt]) for row in rows if _is_priced(row)]
    paid = [(row, price) for row, price in priced if price.log_micro is not None]
    ratios = [
        max(-CLIP_MICRO, min(CLIP_MICRO, _log_micro(row) - (price.log_micro or 0)))
        for row, price in paid
    ]
    return (
        week,
        len(rows),
        sum(row.outcome == "DENIED" for row in rows),
        sum(risks),
        sum(risk * risk // 1_000_000 for risk in risks),
        len(paid),
        sum(ratios),
        sum(ratio * ratio for ratio in ratios),
        sum(row.allowed_cents or 0 for row, _ in paid),
        sum(price.cents or 0 for _, price in paid),
        _exposed(rows, usual),
    )


def _reasons(
    rows: Sequence[Row], usual: dict[tuple[str, str], _Usual], question: Question
) -> list[Reasons]:
    denied = [row for row in rows if row.outcome == "DENIED"]
    grouped = _by(denied, question, "payer", "denial_reason", "cpt_group")
    return [
        Reasons(
            payer,
            reason,
            group,
            [week for week, _ in _weeks(members, question)],
            [len(of_week) for _, of_week in _weeks(members, question)],
            [_exposed(of_week, usual) for _, of_week in _weeks(members, question)],
        )
        for (payer, reason, group), members in grouped.items()
    ]


def _codes(
    rows: Sequence[Row], usual: dict[tuple[str, str], _Usual], question: Question
) -> list[Codes]:
    def unauthorized(of_week: list[Row]) -> int:
        return sum(
            row.outcome == "DENIED" and bool(_AUTHORIZATION.search(row.denial_reason or ""))
            for row in of_week
        )

    return [
        Codes(
            payer,
            cpt,
            members[0].cpt_group,
            [week for week, _ in _weeks(members, question)],
            [len(of_week) for _, of_week in _weeks(members, question)],
            [unauthorized(of_week) for _, of_week in _weeks(members, question)],
            [_exposed(of_week, usual) for _, of_week in _weeks(members, question)],
        )
        for (payer, cpt), members in _by(rows, question, "payer", "cpt").items()
    ]


def _asked(rows: Sequence[Row], question: Question) -> list[tuple[Row, int | None]]:
    """Claims that wait or were answered in sight, with the days before `until` of the answer."""
    found: list[tuple[Row, int | None]] = []
    for row in rows:
        if row.decided_on is None:
            if row.outcome != "OTHER":
                found.append((row, None))
        elif row.decided_on >= question.until:
            found.append((row, None))
        elif row.decided_on >= question.from_on:
            found.append((row, (question.until - row.decided_on).days))
    return found


def _waiting(rows: Sequence[Row], question: Question) -> list[Waiting]:
    cells: dict[tuple[str, str], Counter[tuple[int, int]]] = defaultdict(Counter)
    for row, days in _asked(rows, question):
        decided = -1 if days is None else (days - 1) // 7
        cells[row.payer, row.cpt_group][_week(row.submitted_on, question), decided] += 1
    return [
        Waiting(
            payer,
            group,
            [submitted for (submitted, _), _ in sorted(cell.items())],
            [decided for (_, decided), _ in sorted(cell.items())],
            [claims for _, claims in sorted(cell.items())],
        )
        for (payer, group), cell in sorted(cells.items())
    ]


def _days(rows: Sequence[Row], question: Question) -> list[DecisionDays]:
    payers: dict[str, Counter[int]] = defaultdict(Counter)
    for row, days in _asked(rows, question):
        if days is not None:
            payers[row.payer][days] += 1
    return [
        DecisionDays(payer, sorted(days), [days[day] for day in sorted(days)])
        for payer, days in sorted(payers.items())
    ]
