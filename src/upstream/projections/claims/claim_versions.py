"""What do we know of this claim? One row per claim and state of knowledge."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from upstream.domain.claims.events import ClaimChanged, ClaimRecorded, ClaimWithdrawn
from upstream.domain.claims.moves import MOVES, KnownOf, move_of
from upstream.infrastructure import arrays
from upstream.projections.projection import Batch, Change, Fact, Projection, tags_of
from upstream.projections.row_versions import OPEN

CLAIM_TAGS = tags_of(*MOVES)

_CLOSE = (
    "UPDATE claim_versions v SET to_position = n.position"
    " FROM unnest(%(claim_ids)s, %(positions)s) AS n (claim_id, position)"
    " WHERE v.customer_id = %(customer_id)s AND v.claim_id = n.claim_id"
    f" AND v.to_position = {OPEN}"
)
_INSERT = (
    "INSERT INTO claim_versions (customer_id, claim_id, from_position, to_position, version,"
    " upload_id, submitted_on, decided_on, billed_cents, allowed_cents, paid_cents, claim_ref,"
    " payer, cpt, cpt_group, outcome, denial_reason, service_on, stage, first_outcome,"
    " first_decided_on, first_allowed_cents, partly_denied)"
    " SELECT %(customer_id)s, v.* FROM unnest(%(claim_ids)s, %(from_positions)s,"
    " %(to_positions)s, %(versions)s, %(upload_ids)s, %(submitted)s, %(decided)s, %(billed)s,"
    " %(allowed)s, %(paid)s, %(claim_refs)s, %(payers)s, %(cpts)s, %(cpt_groups)s, %(outcomes)s,"
    " %(denial_reasons)s, %(services)s, %(stages)s, %(first_outcomes)s, %(first_decided)s,"
    " %(first_allowed)s, %(partly_denied)s::boolean[]) AS v"
)


class ClaimNews(NamedTuple):
    """One version on its way in; `to_position` is known once the whole batch was seen."""

    claim_id: UUID
    position: int
    version: int
    upload_id: UUID
    known: KnownOf | None
    """None where nothing is left of what was said about the claim."""


def changes(batch: Batch) -> Iterator[Change]:
    """Close what an event of this batch replaces, then insert every version of the batch."""
    news = [_news_of(fact) for fact in batch.facts]
    if not news:
        return
    ends, first_seen = _ends(news)
    replaced = [item for item in first_seen if item.version > 1]
    if replaced:
        yield Change(
            _CLOSE,
            {
                "claim_ids": arrays.uuids([item.claim_id.bytes for item in replaced]),
                "positions": arrays.int8s(item.position for item in replaced),
            },
        )
    standing = [(item, end) for item, end in zip(news, ends, strict=True) if item.known]
    if standing:
        yield Change(_INSERT, _columns(*zip(*standing, strict=True)))


def _news_of(fact: Fact) -> ClaimNews:
    event = fact.event()
    assert isinstance(event, ClaimRecorded | ClaimChanged | ClaimWithdrawn)
    after = move_of(event).after
    return ClaimNews(fact.stream_id, fact.position, fact.version, event.upload_id, after)


def _ends(news: list[ClaimNews]) -> tuple[list[int], list[ClaimNews]]:
    """Where each version ends, and the first piece of news per claim in this batch."""
    ends = [OPEN] * len(news)
    latest: dict[UUID, int] = {}
    first_seen: list[ClaimNews] = []
    for place, item in enumerate(news):
        before = latest.get(item.claim_id)
        if before is None:
            first_seen.append(item)
        else:
            ends[before] = item.position
        latest[item.claim_id] = place
    return ends, first_seen


def _columns(news: Sequence[ClaimNews], ends: Sequence[int]) -> dict[str, object]:
    known = [item.known for item in news if item.known]
    facts = [one.facts for one in known]
    first = [one.first for one in known]
    return {
        "claim_ids": arrays.uuids([item.claim_id.bytes for item in news]),
        "from_positions": arrays.int8s(item.position for item in news),
        "to_positions": arrays.int8s(ends),
        "versions": arrays.few_int4s([item.version for item in news]),
        "upload_ids": arrays.uuids([item.upload_id.bytes for item in news]),
        "submitted": arrays.dates(known.submitted_on for known in facts),
        "decided": arrays.dates(known.decided_on for known in facts),
        "billed": arrays.int8s(known.billed_cents for known in facts),
        "allowed": arrays.int8s(known.allowed_cents for known in facts),
        "paid": arrays.int8s(known.paid_cents for known in facts),
        "claim_refs": arrays.texts(known.claim_ref for known in facts),
        "payers": arrays.few_texts([known.payer for known in facts]),
        "cpts": arrays.few_texts([known.cpt for known in facts]),
        "cpt_groups": arrays.few_texts([known.cpt_group for known in facts]),
        "outcomes": arrays.few_texts([known.outcome for known in facts]),
        "denial_reasons": arrays.few_texts([known.denial_reason for known in facts]),
        "services": arrays.dates(known.service_on for known in facts),
        "stages": arrays.few_texts([known.stage for known in facts]),
        "first_outcomes": arrays.few_texts([one.outcome if one else None for one in first]),
        "first_decided": arrays.dates(one.decided_on if one else None for one in first),
        "first_allowed": arrays.int8s(one.allowed_cents if one else None for one in first),
        "partly_denied": arrays.few_texts([_said(known.partly_denied) for known in facts]),
    }


def _said(flag: bool) -> str:
    return "true" if flag else "false"


claim_versions = Projection(
    name="claims", version=1, tags=CLAIM_TAGS, changes=changes, span_max=10_000
)
