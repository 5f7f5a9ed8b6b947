"""Row versions: a row says what was known in the positions `[from_position, to_position)`.

For things that change now and then (alerts, findings, uploads): each piece of news is a patch
over the version before it, carried out set-based, one statement per round of news per thing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from upstream.infrastructure import arrays
from upstream.projections.projection import Change

OPEN = 2**63 - 1
"""`to_position` of the version that still stands."""

AS_OF = "{0}.from_position <= %(position)s AND %(position)s < {0}.to_position"
"""The predicate of time travel; format it with the table's name or alias."""


class News(NamedTuple):
    """At `position`, these columns of the thing `key` took these values; the others stay."""

    key: UUID
    position: int
    patch: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RowVersions:
    """Writes one table whose columns are customer_id, `key`, from_position, to_position, ….

    The table needs PRIMARY KEY (customer_id, key, from_position) and a unique partial index on
    (customer_id, key) WHERE to_position = 9223372036854775807.
    """

    table: str
    key: str

    def changes(self, news: Iterable[News]) -> Iterator[Change]:
        """`news` in position order; several for one key become several versions."""
        by_key: defaultdict[UUID, list[News]] = defaultdict(list)
        for item in news:
            by_key[item.key].append(item)
        for ranks in zip_longest(*by_key.values()):
            yield self._round([item for item in ranks if item is not None])

    def _round(self, news: list[News]) -> Change:
        statement = (
            f"WITH news AS (SELECT * FROM unnest(%(keys)s, %(positions)s, %(patches)s::jsonb[])"
            f"   AS n (key, position, patch)),"
            f" closed AS (UPDATE {self.table} t SET to_position = n.position FROM news n"
            f"   WHERE t.customer_id = %(customer_id)s AND t.{self.key} = n.key"
            f"   AND t.to_position = {OPEN} RETURNING t.{self.key} AS key, t AS before)"
            f" INSERT INTO {self.table} SELECT r.* FROM news n CROSS JOIN LATERAL"
            f"   jsonb_populate_record("
            f"   coalesce((SELECT c.before FROM closed c WHERE c.key = n.key), NULL::{self.table}),"
            f"   n.patch || jsonb_build_object('customer_id', %(customer_id)s::uuid,"
            f"   '{self.key}', n.key, 'from_position', n.position, 'to_position', {OPEN})) r"
        )
        return Change(
            statement,
            {
                "keys": arrays.uuids([item.key.bytes for item in news]),
                "positions": arrays.int8s(item.position for item in news),
                "patches": [msgspec.json.encode(item.patch).decode() for item in news],
            },
        )
