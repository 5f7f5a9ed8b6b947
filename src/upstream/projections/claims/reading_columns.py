"""The claims known at a view's position in columns of numbers, a stretch of the log at a time."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal, TypeAlias

import numpy as np

from upstream.infrastructure.database import cursor
from upstream.projections.claims import packing
from upstream.projections.claims.columns import Claims, Integers
from upstream.projections.claims.packing import PACKED, REASON_SHIFT, stretch_before
from upstream.projections.mappings.cpt_groups import groups
from upstream.projections.mappings.payer_names import payers
from upstream.projections.view import View

_STATES: Final = np.dtype([("state", ">i4"), ("place", ">i4")])
_DAYS: Final = np.dtype([("submitted", ">i4"), ("decided", ">i4")])
_NAMES: Final = np.dtype([("first", ">i4"), ("payer", ">i2"), ("code", ">i2")])
_WORDS: Final = "through, payers, cpts, cpt_groups, reasons, states, days, names"
_ENDED: Final = (
    "SELECT ended FROM claim_columns WHERE customer_id = %(customer_id)s"
    " AND through <= %(after)s AND ended <> ''"
)
_EVERY: Final = (
    "SELECT {} FROM claim_columns WHERE customer_id = %(customer_id)s"
    " AND through <= %(after)s ORDER BY through"
)
Amount: TypeAlias = Literal["billed", "allowed", "paid"]


class ColumnsMissing(Exception):
    """A stretch of the log was never packed: the others would tell a part for the whole."""


class Known:
    """Payers, codes and reasons that columns name by number, under the names the customer uses."""

    def __init__(self, view: View) -> None:
        self._payers, self._groups = payers(view), groups(view)
        self._payer_numbers: dict[str, int] = {}
        self._code_numbers: dict[tuple[str, str], int] = {}
        self._shipped_numbers: dict[tuple[str, str], int] = {}
        self._reason_numbers: dict[str, int] = {"": 0}

    @property
    def payers(self) -> list[str]:
        return list(self._payer_numbers)

    @property
    def codes(self) -> list[tuple[str, str]]:
        """Code and group."""
        return list(self._code_numbers)

    @property
    def reasons(self) -> list[str]:
        """The first is that of claims without one."""
        return list(self._reason_numbers)

    def numbers_of_payers(self, names: Sequence[str]) -> Integers:
        known = self._payer_numbers
        found = [known.setdefault(self._payers.of(name), len(known)) for name in names]
        return np.array(found, dtype=np.int32)

    def numbers_of_codes(self, cpts: Sequence[str], shipped: Sequence[str]) -> Integers:
        known = self._shipped_numbers
        found = [
            known[code] if code in known else self._learn(*code)
            for code in zip(cpts, shipped, strict=True)
        ]
        return np.array(found, dtype=np.int32)

    def _learn(self, cpt: str, shipped: str) -> int:
        """Once for each code: the customer's own groups are ranges to be searched."""
        code = cpt, self._groups.of(cpt, shipped)
        number = self._code_numbers.setdefault(code, len(self._code_numbers))
        self._shipped_numbers[cpt, shipped] = number
        return number

    def numbers_of_reasons(self, reasons: Sequence[str]) -> Integers:
        """After the number of none, as stretches have it."""
        known = self._reason_numbers
        found = [known.setdefault(reason, len(known)) for reason in ("", *reasons)]
        return np.array(found, dtype=np.int32)


def read_claims(view: View, known: Known, *amounts: Amount) -> Iterator[Claims]:
    """The claims known at the view's position, a stretch at a time; `known` learns their names.

    What was told since the last whole stretch comes first and is packed for this very question.
    Nothing else may be asked over the view's connection until the last part is there.
    """
    after = stretch_before(view.position)
    wanted = ", ".join((_WORDS, *amounts))
    reading = cursor(view.connection)
    bind = {**view.bind, "after": after, "through": view.position}
    latest = f"SELECT ended, {wanted} FROM ({PACKED}) AS one"
    row = reading.execute(latest.encode(), bind, binary=True).fetchone()
    assert row is not None
    ended = reading.execute(_ENDED.encode(), bind, binary=True).fetchall()
    gone = np.sort(np.concatenate([_numbers(one) for one, *_ in (row, *ended)]))
    yield _claims(known, amounts, row[1:], after, gone)
    stretches = 0
    for one in reading.stream(_EVERY.format(wanted).encode(), bind, binary=True):
        yield _claims(known, amounts, one, stretch_before(one[0] - 1), gone)
        stretches += 1
    if stretches * packing.STRETCH != after:
        detail = f"{stretches} stretches of claims are packed up to position {after}"
        raise ColumnsMissing(f"{detail}; the projection of claims has to be made again")


def _claims(
    known: Known, amounts: Sequence[Amount], row: Sequence[Any], after: int, gone: Integers
) -> Claims:
    through, names, cpts, cpt_groups, reasons, states, days, first, *cents = row
    state = np.frombuffer(states, dtype=_STATES)
    when = np.frombuffer(days, dtype=_DAYS)
    named = np.frombuffer(first, dtype=_NAMES)
    position = state["place"].astype(np.int64) + after
    found = Claims(
        position=position,
        payer=known.numbers_of_payers(names)[named["payer"]],
        code=known.numbers_of_codes(cpts, cpt_groups)[named["code"]],
        reason=known.numbers_of_reasons(reasons)[state["state"] >> REASON_SHIFT],
        state=state["state"].astype(np.int32),
        submitted=when["submitted"].astype(np.int32),
        decided=when["decided"].astype(np.int32),
        first=named["first"].astype(np.int32),
        **{name: _numbers(each) for name, each in zip(amounts, cents, strict=True)},
    )
    here = gone[slice(*np.searchsorted(gone, (after, through), "right"))]
    if not len(here):
        return found
    stands = np.ones(len(found), dtype=np.bool_)
    stands[np.searchsorted(position, here)] = False
    return found.where(stands)


def _numbers(packed: bytes) -> Integers:
    return np.frombuffer(packed, dtype=">i8").astype(np.int64)
