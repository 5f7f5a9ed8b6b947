"""The words behind the numbers: which payer, code, group, outcome and reason a claim names."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np

from upstream.infrastructure import arrays
from upstream.infrastructure.database import cursor
from upstream.projections.drift.columns import WORDS, Columns
from upstream.projections.drift.sums import Integers, Ranked, Short, Truths, ranked
from upstream.projections.mappings.cpt_groups import groups
from upstream.projections.mappings.payer_names import payers
from upstream.projections.view import View

_NAMED: Final = f"""
SELECT DISTINCT {WORDS}, payer, cpt_group, cpt, outcome, coalesce(denial_reason, '')
  FROM claim_versions
 WHERE customer_id = %(customer_id)s AND from_position = ANY(%(positions)s)
   AND from_position <= %(position)s AND to_position > %(position)s
"""


class Kinds(NamedTuple):
    """What the claims of each kind have in common, under the names the customer uses."""

    payer: Ranked
    cpt_group: Ranked
    cpt: Ranked
    outcome: Ranked
    reason: Ranked

    def __len__(self) -> int:
        return len(self.payer.rank)

    def where(self, chosen: Truths) -> "Kinds":
        return Kinds(*(Ranked(names, rank[chosen]) for names, rank in self))

    def with_outcome(self, *outcomes: str) -> Truths:
        names, rank = self.outcome
        return np.array([name in outcomes for name in names], dtype=bool)[rank]


class Claims(NamedTuple):
    """All that may count: numbers along the claims, and the words of each kind."""

    kinds: Kinds
    kind: Short
    """Which of `kinds`."""
    allowed_cents: Integers
    submitted: Short
    decided: Short


def named(view: View, stretches: Sequence[Columns]) -> Claims:
    """The stretches as one, hashes resolved: one claim of each kind is asked for its words."""
    if not stretches:
        nothing = np.zeros(0, dtype=np.int32)
        return Claims(kinds_of([]), nothing, nothing.astype(np.int64), nothing, nothing)
    words = np.concatenate([stretch.words for stretch in stretches])
    hashes, first = np.unique(words, return_index=True)
    examples = np.concatenate([stretch.example for stretch in stretches])[first]
    known = _known(view, examples.tolist())
    numbers = [np.searchsorted(hashes, stretch.words).astype(np.int32) for stretch in stretches]
    return Claims(
        kinds_of([known[number] for number in hashes.tolist()]),
        np.concatenate(
            [own[stretch.kind] for own, stretch in zip(numbers, stretches, strict=True)]
        ),
        np.concatenate([stretch.allowed_cents for stretch in stretches]),
        np.concatenate([stretch.submitted for stretch in stretches]),
        np.concatenate([stretch.decided for stretch in stretches]),
    )


def kinds_of(words: Sequence[tuple[str, str, str, str, str]]) -> Kinds:
    """Payer, CPT group, code, outcome and reason of each kind."""
    columns = list(zip(*words, strict=True)) or [()] * len(Kinds._fields)
    return Kinds(*(ranked(column) for column in columns))


def _known(view: View, positions: Iterable[int]) -> dict[int, tuple[str, str, str, str, str]]:
    names, own = payers(view), groups(view)
    bind = {**view.bind, "positions": arrays.int8s(positions)}
    rows = cursor(view.connection).execute(_NAMED.encode(), bind, binary=True)
    return {
        number: (names.of(payer), own.of(cpt, cpt_group), cpt, outcome, reason)
        for number, payer, cpt_group, cpt, outcome, reason in rows
    }
