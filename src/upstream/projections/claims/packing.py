"""Claims in columns: how a stretch of the log is packed, in the order in which claims became known.

Whoever counts a million claims reads these numbers and not a million rows. A stretch is packed once
the log has passed it and never changes; what of it ends later stands with the stretch it ends in.
"""

from collections.abc import Iterator
from typing import Final

from upstream.projections.projection import Batch, Change
from upstream.projections.row_versions import OPEN

STRETCH: Final = 32_768
"""Positions. Another number asks for a new version of the projection."""

OUTCOMES: Final = ("PAID", "DENIED", "OTHER", "PENDING")
STAGES: Final = (
    *("submitted", "accepted", "rejected", "pended", "forwarded", "predetermined", "reversed"),
    *("corrected", "voided", "appealed", "overturned", "upheld", "written_off"),
)
"""Stored by their place, the first is 1: only ever add at the end."""
FIRST_SHIFT, STAGE_SHIFT, PARTLY_SHIFT, REPEATED_SHIFT, REASON_SHIFT = 2, 4, 8, 9, 10
NO_DAY: Final = -(1 << 31)
NO_CENTS: Final = -1


def _places(column: str, words: tuple[str, ...], first: int) -> str:
    whens = " ".join(f"WHEN '{word}' THEN {place}" for place, word in enumerate(words, first))
    return f"CASE {column} {whens} ELSE 0 END"


_STATE: Final = (
    f"{_places('outcome', OUTCOMES, 0)}"
    f" | ({_places('first_outcome', OUTCOMES[:2], 1)} << {FIRST_SHIFT})"
    f" | ({_places('stage', STAGES, 1)} << {STAGE_SHIFT})"
    f" | (partly_denied::int << {PARTLY_SHIFT})"
    " | (coalesce(denial_reason ~ '(^|[^0-9])18($|[^0-9])', false)::int"
    f" << {REPEATED_SHIFT})"
)
_DAY: Final = f"coalesce({{}} - DATE '2000-01-01', {NO_DAY})"

PACKED: Final = f"""
WITH told AS MATERIALIZED (
  SELECT (from_position - %(after)s)::int AS place, payer, cpt, cpt_group, {_STATE} AS state,
         {_DAY.format("submitted_on")} AS submitted, {_DAY.format("decided_on")} AS decided,
         {_DAY.format("first_decided_on")} AS first, coalesce(billed_cents, {NO_CENTS}) AS billed,
         coalesce(allowed_cents, {NO_CENTS}) AS allowed, coalesce(paid_cents, {NO_CENTS}) AS paid,
         CASE outcome WHEN 'DENIED' THEN denial_reason END AS reason
    FROM claim_versions
   WHERE customer_id = %(customer_id)s AND from_position > %(after)s
     AND from_position <= %(through)s AND to_position > %(through)s
), rows AS MATERIALIZED (
  SELECT *, dense_rank() OVER (ORDER BY payer) - 1 AS payer_number,
         dense_rank() OVER (ORDER BY cpt, cpt_group) - 1 AS code_number,
         CASE WHEN reason IS NULL THEN 0 ELSE dense_rank() OVER (ORDER BY reason NULLS LAST) END
           AS reason_number
    FROM told
), ended AS (
  SELECT from_position FROM claim_versions
   WHERE customer_id = %(customer_id)s AND to_position > %(after)s AND to_position <= %(through)s
     AND to_position < {OPEN} AND from_position <= %(after)s
), packed AS (
  SELECT string_agg(int8send(states), '') AS states, string_agg(int8send(days), '') AS days,
         string_agg(int8send(names), '') AS names, string_agg(int8send(billed), '') AS billed,
         string_agg(int8send(allowed), '') AS allowed, string_agg(int8send(paid), '') AS paid
    FROM (SELECT ((state::bigint | (reason_number << {REASON_SHIFT})) << 32) | place AS states,
                 (submitted::bigint << 32) | (decided::bigint & {(1 << 32) - 1}) AS days,
                 (first::bigint << 32) | (payer_number << 16) | code_number AS names,
                 billed, allowed, paid
            FROM rows ORDER BY place) AS in_order
)
SELECT %(through)s::bigint AS through,
       ARRAY(SELECT DISTINCT payer FROM rows ORDER BY payer) AS payers,
       ARRAY(SELECT cpt FROM rows GROUP BY cpt, cpt_group ORDER BY cpt, cpt_group) AS cpts,
       ARRAY(SELECT cpt_group FROM rows GROUP BY cpt, cpt_group ORDER BY cpt, cpt_group)
         AS cpt_groups,
       ARRAY(SELECT DISTINCT reason FROM rows WHERE reason IS NOT NULL ORDER BY reason) AS reasons,
       coalesce(states, '') AS states, coalesce(days, '') AS days, coalesce(names, '') AS names,
       coalesce(billed, '') AS billed, coalesce(allowed, '') AS allowed,
       coalesce(paid, '') AS paid,
       coalesce((SELECT string_agg(int8send(from_position), '' ORDER BY from_position)
                   FROM ended), '') AS ended
  FROM packed
"""
"""What is known of claims at `through` that was not at `after`, as one row of `claim_columns`.

Words are numbered in place: nobody knows statistics of a stretch that was just written, and a join
would be planned as if it held one row.
"""

_INSERT: Final = f"INSERT INTO claim_columns SELECT %(customer_id)s, one.* FROM ({PACKED}) AS one"


def packed(batch: Batch) -> Iterator[Change]:
    """The stretches that end in this batch, whose claims are written already."""
    return packed_between(batch.after, batch.through)


def packed_between(after: int, through: int) -> Iterator[Change]:
    """Those that end beyond `after`, through the position given."""
    first = (after // STRETCH + 1) * STRETCH
    for end in range(first, through + 1, STRETCH):
        yield Change(_INSERT, {"after": end - STRETCH, "through": end})


def stretch_before(position: int) -> int:
    """Where the last stretch ends that is over by then."""
    return position // STRETCH * STRETCH
