"""The rates of contracts as known at a position, made ready to be joined with lines.

All of it is worked out once per schedule and rate, however many lines there are.
"""

from typing import Final

AGREED: Final = """
schedules AS MATERIALIZED (
  SELECT row_number() OVER ()::int AS key, coalesce(a.payer, k.payer) AS payer, k.contract_id,
         k.lesser_of_charges, k.payer = coalesce(a.payer, k.payer) AS is_own,
         s.schedule, s.from_on, s.to_on
    FROM contracts k
    LEFT JOIN payer_aliases a ON a.customer_id = k.customer_id AND a.alias = k.payer
      AND a.from_position <= %(position)s AND a.to_position > %(position)s
    JOIN contract_schedules s ON s.customer_id = k.customer_id AND s.contract_id = k.contract_id
      AND s.from_position <= %(position)s AND s.to_position > %(position)s AND NOT s.is_withdrawn
   WHERE k.customer_id = %(customer_id)s
     AND k.from_position <= %(position)s AND k.to_position > %(position)s
     AND (%(contract_id)s::uuid IS NULL OR k.contract_id = %(contract_id)s)
     AND (%(payer)s::text IS NULL OR coalesce(a.payer, k.payer) = %(payer)s)
), listed AS MATERIALIZED (
  SELECT s.key, r.cpt, r.modifier, r.place_of_service AS place, r.amount_cents, r.percent_bps,
         ROW(r.modifier = '', r.place_of_service = '', NOT s.is_own, s.contract_id, r.modifier,
             r.place_of_service) AS rank
    FROM schedules s
    JOIN contract_rates r ON r.customer_id = %(customer_id)s AND r.contract_id = s.contract_id
     AND r.schedule = s.schedule
     AND r.from_position <= %(position)s AND r.to_position > %(position)s
), meeting AS MATERIALIZED (
  SELECT s.key, o.key AS other, o.from_on, o.to_on
    FROM schedules s
    JOIN schedules o ON o.payer = s.payer AND (o.to_on IS NULL OR s.from_on < o.to_on)
     AND (s.to_on IS NULL OR o.from_on < s.to_on)
), preferred AS (
  SELECT l.key, l.cpt, l.modifier, l.place, bool_and(b.modifier <> '') AS by_modifier,
         array_agg(b.modifier) AS modifiers, array_agg(b.place) AS places,
         array_agg(m.from_on) AS begin_on, array_agg(m.to_on) AS end_on
    FROM listed l
    JOIN meeting m ON m.key = l.key
    JOIN listed b ON b.key = m.other AND b.cpt = l.cpt AND b.rank < l.rank
   GROUP BY l.key, l.cpt, l.modifier, l.place
), agreed AS MATERIALIZED (
  SELECT l.key, l.cpt, l.modifier, l.place, l.amount_cents, l.percent_bps, p.by_modifier,
         p.modifiers, p.places, p.begin_on, p.end_on
    FROM listed l LEFT JOIN preferred p USING (key, cpt, modifier, place)
), families AS (
  SELECT key, left(cpt, %(family_digits)s) AS family, modifier, array_agg(cpt) AS cpts,
         array_agg(amount_cents) AS amounts, array_agg(place) AS places
    FROM listed WHERE amount_cents IS NOT NULL GROUP BY 1, 2, 3
)
"""
"""`agreed` has every rate with those that go before it where they apply to a line too. The most
special rate wins: one for the line's own modifier, then one for its place of service, then one of
the contract under the payer's own name. Periods of one contract never overlap, so what holds on one
day stands in one schedule. `families` is what codes of one family get, by modifier.
"""
