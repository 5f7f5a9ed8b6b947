"""Which group does a procedure code belong to, at the moment a view shows?

The customer's own groups come first; the rest stays where the ranges we ship put it.
"""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import ColumnElement, and_, case, func, or_

from upstream.domain.mappings.cpt_groups import Span, group_of, shape_of, span_of
from upstream.infrastructure.database import cursor
from upstream.projections.ledger import Cells
from upstream.projections.mappings.mapping_versions import mappings
from upstream.projections.view import View

NEEDS: Final = (mappings,)

_DEFINED: Final = (
    "SELECT name, codes FROM cpt_group_definitions WHERE customer_id = %(customer_id)s"
    " AND from_position <= %(position)s AND to_position > %(position)s AND codes <> '{}'"
    " ORDER BY name"
)


class Groups:
    """The customer's own groups at one position. Falsy where there are none."""

    def __init__(self, codes: Mapping[str, tuple[str, ...]]) -> None:
        self._codes = dict(codes)

    def __bool__(self) -> bool:
        return bool(self._codes)

    def of(self, code: str, shipped: str) -> str:
        """The group of a code; `shipped` is where our own ranges put it."""
        return (group_of(code, self._codes) if self._codes else None) or shipped

    def added_up(self, cells: Cells) -> Cells:
        """Cells by shipped group and code, added up by the group that counts."""
        found: Cells = {}
        for (shipped, code, *rest), measures in cells.items():
            cell = (self.of(str(code), str(shipped)), *rest)
            sums = found.setdefault(cell, [0] * len(measures))
            for place, measure in enumerate(measures):
                sums[place] += measure
        return found

    def column(self, code: ColumnElement[str], shipped: ColumnElement[str]) -> ColumnElement[str]:
        """The same for statements over claims, as an expression."""
        whens = [
            (or_(*(_holds(code, span_of(text)) for text in codes)), name)
            for name, codes in self._codes.items()
        ]
        return case(*whens, else_=shipped) if whens else shipped

    def sql(self, code: str, shipped: str) -> tuple[str, dict[str, str]]:
        """The same as text with its parameters, for statements that are written out."""
        if not self._codes:
            return shipped, {}
        bind: dict[str, str] = {}
        whens = []
        for place, (name, codes) in enumerate(self._codes.items()):
            bind[f"own_group_{place}"] = name
            held = [
                _held(code, span_of(text), f"own_{place}_{number}", bind)
                for number, text in enumerate(codes)
            ]
            whens.append(f"WHEN {' OR '.join(held)} THEN %(own_group_{place})s::text")
        return f"CASE {' '.join(whens)} ELSE {shipped} END", bind


def groups(view: View) -> Groups:
    """One small query; the view must need `NEEDS`."""
    rows = cursor(view.connection).execute(_DEFINED.encode(), view.bind).fetchall()
    return Groups({name: tuple(codes) for name, codes in rows})


def _holds(code: ColumnElement[str], span: Span) -> ColumnElement[bool]:
    """Columns of codes are in byte order, so that a span is a range; its shape comes on top."""
    inside = code == span.first if span.first == span.last else code.between(*span)
    shape = shape_of(span.first)
    if shape and span.first[0] == shape:
        return inside
    end = func.right(code, 1)
    return and_(inside, end == shape) if shape else and_(inside, end <= "9")


def _held(code: str, span: Span, name: str, bind: dict[str, str]) -> str:
    bind[f"{name}_first"], bind[f"{name}_last"] = span
    inside = f"{code} BETWEEN %({name}_first)s AND %({name}_last)s"
    shape = shape_of(span.first)
    if shape and span.first[0] == shape:
        return inside
    if not shape:
        return f"({inside} AND right({code}, 1) <= '9')"
    bind[f"{name}_shape"] = shape
    return f"({inside} AND right({code}, 1) = %({name}_shape)s)"
