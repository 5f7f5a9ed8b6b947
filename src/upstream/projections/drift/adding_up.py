"""From decided claims to the tables detection reads: cells, reasons and codes, week by week.

Only integers, so that neither the order of claims nor the machine changes a digit.
"""

import re
from typing import Final

import numpy as np

from upstream.domain.drift.counts import Codes, Decisions, Reasons
from upstream.domain.drift.weekly import Integers
from upstream.projections.drift.decided import Decided
from upstream.projections.drift.sums import added, counted, numbered, rows

_MICRO: Final = 1_000_000


def decisions(all_of: Decided, weeks: int) -> list[Decisions]:
    """By payer and CPT group."""
    cells, cell = numbered(all_of.kinds.payer, all_of.kinds.cpt_group)
    size = len(cells) * weeks
    code, priced = all_of.code[all_of.kind], all_of.priced
    place, place_priced = (cell[part.kind] * weeks + part.week for part in (all_of, priced))
    risk, doubt, cents, price_doubt = _known(all_of)

    def of_all(values: Integers) -> Integers:
        return added(place, values[code], size)

    def of_priced(values: Integers) -> Integers:
        return added(place_priced, values, size)

    code_priced = all_of.code[priced.kind]
    measures = (
        counted(place, size),
        counted(place[all_of.denied], size),
        of_all(risk),
        of_all(risk * risk // _MICRO),
        counted(place_priced, size),
        of_priced(priced.log_ratio),
        of_priced(priced.log_ratio * priced.log_ratio),
        of_priced(priced.allowed_cents),
        of_priced(cents[code_priced]),
        of_all(cents),
        of_all(doubt),
        of_priced(price_doubt[code_priced]),
    )
    found = zip(cells, rows(weeks, *measures), strict=True)
    return [Decisions(payer, cpt_group, *row) for (payer, cpt_group), row in found]


def reasons(all_of: Decided, weeks: int) -> list[Reasons]:
    """By payer, reason of denial and CPT group."""
    kind, week = all_of.kind[all_of.denied], all_of.week[all_of.denied]
    kinds = all_of.kinds
    names, cell = numbered(kinds.payer, kinds.reason, kinds.cpt_group)
    place, size = cell[kind] * weeks + week, len(names) * weeks
    _, _, cents, _ = _known(all_of)
    measures = counted(place, size), added(place, cents[all_of.code[kind]], size)
    found = zip(names, rows(weeks, *measures), strict=True)
    return [Reasons(payer, reason, group, *row) for (payer, reason, group), row in found if row[0]]


def codes(all_of: Decided, weeks: int, of_authorization: str) -> list[Codes]:
    """By payer and code; denials whose reason holds this pattern are for want of an
    authorization.
    """
    pattern = re.compile(of_authorization)
    texts, rank = all_of.kinds.reason
    of_this = np.array([bool(pattern.search(text)) for text in texts], dtype=bool)
    unauthorized = all_of.denied & of_this[rank][all_of.kind]
    code, size = all_of.code[all_of.kind], len(all_of.codes) * weeks
    place = code * weeks + all_of.week
    _, _, cents, _ = _known(all_of)
    measures = (
        counted(place, size),
        counted(place[unauthorized], size),
        added(place, cents[code], size),
    )
    found = zip(all_of.codes, all_of.groups, rows(weeks, *measures), strict=True)
    return [Codes(payer, cpt, group, *row) for (payer, cpt), group, row in found]


def _known(all_of: Decided) -> tuple[Integers, Integers, Integers, Integers]:
    """Risk, its doubt, price and its doubt, by code."""
    facts = [(one.risk, one.risk_doubt, one.cents or 0, one.price_doubt) for one in all_of.usual]
    risk, doubt, cents, price_doubt = np.array(facts, dtype=np.int64).reshape(-1, 4).T
    return risk, doubt, cents, price_doubt
