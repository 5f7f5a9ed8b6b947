"""What did the customer say about names, and which of them look like one payer?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import select

from upstream.domain.mappings.payer_names import PayerNames
from upstream.domain.mappings.refusals import HeaderMappingUnknown
from upstream.domain.mappings.suggestions import NameSeen, Suggestion, suggestions
from upstream.projections.claims.payers import add_up
from upstream.projections.dashboard.claim_ledgers import claim_ledgers, payer_months
from upstream.projections.mappings.mapping_versions import mappings
from upstream.projections.mappings.tables import (
    cpt_group_definitions,
    header_mappings,
    payer_aliases,
    payer_suggestions_rejected,
)
from upstream.projections.tables import standing
from upstream.projections.view import View

NEEDS: Final = (mappings,)
NEEDS_OF_SUGGESTIONS: Final = (mappings, claim_ledgers)


class PayerMapping(msgspec.Struct, frozen=True, kw_only=True):
    """Files that write `alias` mean `payer`. `claims` have it now; None where nobody counted."""

    id: UUID
    alias: str
    payer: str
    changed_at: datetime
    changed_by: str
    version: int
    """Of the customer's whole book of names: what `If-Match` on a change must name."""


class CptMapping(msgspec.Struct, frozen=True, kw_only=True):
    """A group of the customer's own, with its codes and ranges."""

    id: UUID
    name: str
    codes: list[str]
    changed_at: datetime
    changed_by: str
    version: int
    """Of the customer's whole book of groups."""


class HeaderMapping(msgspec.Struct, frozen=True, kw_only=True):
    """How files with exactly these headers are read."""

    id: UUID
    name: str | None
    headers: list[str]
    mapping: Mapping[str, str]
    is_saved: bool
    """False once it was withdrawn."""
    changed_at: datetime
    changed_by: str
    version: int


def list_payer_mappings(view: View) -> list[PayerMapping]:
    """By payer, then by alias."""
    a = payer_aliases.c
    statement = select(payer_aliases).where(standing(payer_aliases, view), a.payer.is_not(None))
    rows = view.connection.execute(statement.order_by(a.payer, a.alias)).mappings()
    return [PayerMapping(id=row["alias_id"], **_same(PayerMapping, row)) for row in rows]


def payer_suggestions(view: View) -> list[Suggestion]:
    """Over all payers of the claims known at the view's position; the view must need
    `NEEDS_OF_SUGGESTIONS`.
    """
    months = add_up(payer_months.cells(view, claim_ledgers), place=0)
    seen = [NameSeen(str(name), sum(sums[:4])) for name, sums in months.items()]
    return suggestions([one for one in seen if one.claims], _book(view))


def rejected_suggestions(view: View) -> list[tuple[str, str]]:
    """Pairs of names that a person called two payers, in the order it was said."""
    r = payer_suggestions_rejected.c
    statement = (
        select(r.alias, r.payer)
        .where(r.customer_id == view.customer_id, r.position <= view.position)
        .order_by(r.position)
    )
    return [(alias, payer) for alias, payer in view.connection.execute(statement)]


def list_cpt_mappings(view: View) -> list[CptMapping]:
    """By name."""
    g = cpt_group_definitions.c
    standing_now = standing(cpt_group_definitions, view)
    statement = select(cpt_group_definitions).where(standing_now, g.codes != []).order_by(g.name)
    rows = view.connection.execute(statement).mappings()
    return [CptMapping(id=row["group_id"], **_same(CptMapping, row)) for row in rows]


def list_header_mappings(view: View) -> list[HeaderMapping]:
    """The one that changed last comes first; withdrawn ones are left out."""
    h = header_mappings.c
    statement = (
        select(header_mappings)
        .where(standing(header_mappings, view), h.is_saved)
        .order_by(h.changed_at.desc(), h.mapping_id)
    )
    return [_header_mapping(row) for row in view.connection.execute(statement).mappings()]


def header_mapping(view: View, mapping_id: UUID) -> HeaderMapping:
    """A withdrawn one too. Raises `HeaderMappingUnknown`."""
    h = header_mappings.c
    statement = select(header_mappings).where(
        standing(header_mappings, view), h.mapping_id == mapping_id
    )
    row = view.connection.execute(statement).mappings().first()
    if row is None:
        raise HeaderMappingUnknown("there is no such mapping at that moment")
    return _header_mapping(row)


def _header_mapping(row: Mapping[Any, Any]) -> HeaderMapping:
    return HeaderMapping(id=row["mapping_id"], mapping=row["choices"], **_same(HeaderMapping, row))


def _book(view: View) -> PayerNames:
    aliases = {one.alias: one.payer for one in list_payer_mappings(view)}
    return PayerNames(aliases, tuple(rejected_suggestions(view)))


def _same(kind: type[msgspec.Struct], row: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: row[name] for name in kind.__struct_fields__ if name in row}
