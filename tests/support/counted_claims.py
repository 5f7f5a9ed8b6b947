"""Claims counted from plain rows in the simplest way there is: the oracle of detection's SQL."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from fractions import Fraction
from math import log
from typing import NamedTuple

from tests.support.counted_waits import Row, days_of, waiting_of, week_of

from upstream.domain.drift.counts import (
    WEEK_DAYS,
    Codes,
    Counts,
    Decisions,
    Question,
    Reasons,
)
from upstream.domain.drift.inference import rounded_quotient

CLIP_MICRO = 600_000
_AUTHORIZATION = re.compile(r"(?<!\d)(15|39|62|197|198)(?!\d)")


class _Usual(NamedTuple):
    log_micro: int | None
    cents: int | None
    risk_micro: int
    claims: int
    prices: int


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
        waiting=waiting_of(known, question) if waiting else [],
        days=days_of(known, question) if waiting else [],
    )


def _is_decided(row: Row, question: Question) -> bool:
    return (
        row.outcome in {"PAID", "DENIED"}
        and row.decided_on is not None
        and question.from_on <= row.decided_on < question.until
    )


def _is_priced(row: Row) -> bool:
    return row.outcome == "PAID" and bool(row.allowed_cents)


def _log_micro(row: Row) -> int:
    return round(log(row.allowed_cents or 0) * 1e6)


def _usually(rows: Sequence[Row], question: Question) -> dict[tuple[str, str], _Usual]:
    """By payer and code, in the reference weeks."""
    reference_to = question.until - timedelta(days=WEEK_DAYS * question.reference_weeks)
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    cells: Counter[tuple[str, str]] = Counter()
    denied: Counter[tuple[str, str]] = Counter()
    for row in rows:
        groups[row.payer, row.cpt]
        if row.decided_on and row.decided_on < reference_to:
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
            len(usual),
            len(priced),
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
        found[week_of(row.decided_on, question)].append(row)
    return sorted(found.items())


def _exposed(rows: Sequence[Row], usual: dict[tuple[str, str], _Usual]) -> int:
    return sum(usual[row.payer, row.cpt].cents or 0 for row in rows)


def _decisions(
    rows: Sequence[Row], usual: dict[tuple[str, str], _Usual], question: Question
) -> list[Decisions]:
    found = []
    for (payer, group), members in _by(rows, question, "payer", "cpt_group").items():
        columns = [_ofweek_of(week, of_week, usual) for week, of_week in _weeks(members, question)]
        found.append(Decisions(payer, group, *(list(c) for c in zip(*columns, strict=True))))
    return found


def _ofweek_of(week: int, rows: list[Row], usual: dict[tuple[str, str], _Usual]) -> tuple[int, ...]:
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
        sum(1_000_000 // (usual[row.payer, row.cpt].claims + 15) for row in rows),
        sum(1_000_000 // price.prices for _, price in paid),
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
