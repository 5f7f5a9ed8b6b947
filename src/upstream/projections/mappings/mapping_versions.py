"""What did each name mean, and since when?"""

from collections.abc import Iterator
from typing import get_args

from upstream.application.mappings.cpt_groups import group_id
from upstream.application.mappings.payers import alias_id
from upstream.domain.mappings.events import (
    CptGroupDefined,
    CptGroupWithdrawn,
    HeaderMappingEvent,
    HeaderMappingSaved,
    HeaderMappingWithdrawn,
    MappingEvent,
    PayerAliasConfirmed,
    PayerAliasWithdrawn,
    PayerSuggestionRejected,
)
from upstream.domain.uploads.mapping import as_mapping
from upstream.projections.projection import Batch, Change, CommitNote, Fact, Projection, tags_of
from upstream.projections.row_versions import News, RowVersions

_ALIASES = RowVersions(table="payer_aliases", key="alias_id")
_GROUPS = RowVersions(table="cpt_group_definitions", key="group_id")
_HEADERS = RowVersions(table="header_mappings", key="mapping_id")
_REJECT = (
    "INSERT INTO payer_suggestions_rejected (customer_id, position, alias, payer)"
    " VALUES (%(customer_id)s, %(position)s, %(alias)s, %(payer)s)"
)


def changes(batch: Batch) -> Iterator[Change]:
    told = [(fact, commit) for commit, facts in batch.by_commit() for fact in facts]
    for table, kinds, news_of in (
        (_ALIASES, (PayerAliasConfirmed, PayerAliasWithdrawn), _alias),
        (_GROUPS, (CptGroupDefined, CptGroupWithdrawn), _group),
        (_HEADERS, get_args(HeaderMappingEvent), _headers),
    ):
        about = [pair for pair in told if isinstance(pair[0].event(), kinds)]
        yield from table.changes(news_of(batch, fact, commit) for fact, commit in about)
    for fact, _ in told:
        match fact.event():
            case PayerSuggestionRejected(alias=alias, payer=payer):
                yield Change(_REJECT, {"position": fact.position, "alias": alias, "payer": payer})
            case _:
                pass


def _alias(batch: Batch, fact: Fact, commit: CommitNote) -> News:
    event = fact.event()
    assert isinstance(event, PayerAliasConfirmed | PayerAliasWithdrawn)
    payer = event.payer if isinstance(event, PayerAliasConfirmed) else None
    patch = {"alias": event.alias, "payer": payer, **_changed(fact, commit)}
    return News(alias_id(batch.customer_id, event.alias), fact.position, patch)


def _group(batch: Batch, fact: Fact, commit: CommitNote) -> News:
    event = fact.event()
    assert isinstance(event, CptGroupDefined | CptGroupWithdrawn)
    codes = event.codes if isinstance(event, CptGroupDefined) else ()
    patch = {"name": event.name, "codes": list(codes), **_changed(fact, commit)}
    return News(group_id(batch.customer_id, event.name), fact.position, patch)


def _headers(batch: Batch, fact: Fact, commit: CommitNote) -> News:  # noqa: ARG001  one shape
    match fact.event():
        case HeaderMappingSaved(headers=headers, choices=choices, name=name):
            told = {
                "name": name,
                "headers": list(headers),
                "choices": dict(as_mapping(choices)),
                "is_saved": True,
            }
        case HeaderMappingWithdrawn():
            told = {"is_saved": False}
        case other:
            raise AssertionError(type(other).__name__)
    return News(fact.stream_id, fact.position, {**told, **_changed(fact, commit)})


def _changed(fact: Fact, commit: CommitNote) -> dict[str, object]:
    return {
        "version": fact.version,
        "changed_at": commit.recorded_at.isoformat(),
        "changed_by": commit.actor,
    }


mappings = Projection(
    name="mappings", version=1, tags=tags_of(*get_args(MappingEvent)), changes=changes
)
