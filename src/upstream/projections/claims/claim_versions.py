"""What do we know of this claim? One row per claim and state of knowledge."""

from collections.abc import Iterator, Sequence
from operator import attrgetter

from upstream.domain.claims.events import ClaimRecorded
from upstream.domain.claims.moves import MOVES, Known, known_of, move_of
from upstream.domain.messages import Event
from upstream.infrastructure import arrays
from upstream.projections.claims.packing import packed
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


_FACTS = attrgetter(
    *("submitted_on", "decided_on", "billed_cents", "allowed_cents", "paid_cents", "claim_ref"),
    *("payer", "cpt", "cpt_group", "outcome", "denial_reason", "service_on", "stage"),
    "partly_denied",
)
_FIRST = attrgetter("outcome", "decided_on", "allowed_cents")
_UNDECIDED = (None, None, None)
_upload = attrgetter("upload_id.int")


def changes(batch: Batch) -> Iterator[Change]:
    """Close what an event of this batch replaces, insert every version of the batch, and pack the
    stretches of the log that end in it.
    """
    ends, first_seen = _ends(batch.facts)
    replaced = [fact for fact in first_seen if fact.version > 1]
    if replaced:
        yield Change(
            _CLOSE,
            {
                "claim_ids": arrays.uuids([fact.stream for fact in replaced]),
                "positions": arrays.int8s(fact.position for fact in replaced),
            },
        )
    events = [fact.event() for fact in batch.facts]
    known = [_known(event) for event in events]
    rows = [row for row in zip(batch.facts, events, known, ends, strict=True) if row[2]]
    if rows:
        facts, events_left, left, ends_left = zip(*rows, strict=True)
        yield Change(_INSERT, _columns(facts, events_left, left, ends_left))
    yield from packed(batch)


def _known(event: Event) -> Known | None:
    """None where nothing is left of what was said about the claim."""
    return known_of(event.facts) if type(event) is ClaimRecorded else move_of(event).after


def _ends(facts: Sequence[Fact]) -> tuple[list[int], Sequence[Fact]]:
    """Where each version ends, and the first piece of news per claim in this batch."""
    ends = [OPEN] * len(facts)
    if len({fact.stream for fact in facts}) == len(facts):
        return ends, facts
    latest: dict[bytes, int] = {}
    first_seen: list[Fact] = []
    for place, fact in enumerate(facts):
        before = latest.get(fact.stream)
        if before is None:
            first_seen.append(fact)
        else:
            ends[before] = fact.position
        latest[fact.stream] = place
    return ends, first_seen


def _columns(
    facts: Sequence[Fact], events: Sequence[Event], known: Sequence[Known], ends: Sequence[int]
) -> dict[str, object]:
    submitted, decided, billed, allowed, paid, refs, *words, services, stages, partly = zip(
        *(_FACTS(one) for one, _ in known), strict=True
    )
    payers, cpts, cpt_groups, outcomes, reasons = words
    first = [_FIRST(one) if one else _UNDECIDED for _, one in known]
    first_outcomes, first_decided, first_allowed = zip(*first, strict=True)
    return {
        "claim_ids": arrays.uuids([fact.stream for fact in facts]),
        "from_positions": arrays.int8s([fact.position for fact in facts]),
        "to_positions": arrays.int8s(ends),
        "versions": arrays.few_int4s([fact.version for fact in facts]),
        "upload_ids": arrays.uuids(_uploads(events)),
        "submitted": arrays.few_dates(submitted),
        "decided": arrays.few_dates(decided),
        "billed": arrays.int8s(billed),
        "allowed": arrays.int8s(allowed),
        "paid": arrays.int8s(paid),
        "claim_refs": arrays.texts(refs),
        "payers": arrays.few_texts(payers),
        "cpts": arrays.few_texts(cpts),
        "cpt_groups": arrays.few_texts(cpt_groups),
        "outcomes": arrays.few_texts(outcomes),
        "denial_reasons": arrays.few_texts(reasons),
        "services": arrays.few_dates(services),
        "stages": arrays.few_texts(stages),
        "first_outcomes": arrays.few_texts(first_outcomes),
        "first_decided": arrays.few_dates(first_decided),
        "first_allowed": arrays.int8s(first_allowed),
        "partly_denied": arrays.few_texts(["true" if one else "false" for one in partly]),
    }


def _uploads(events: Sequence[Event]) -> list[bytes]:
    """By their numbers: a UUID's own hash is computed in Python, and there are few of them."""
    numbers = [_upload(event) for event in events]
    packed = {number: number.to_bytes(16, "big") for number in set(numbers)}
    return [packed[number] for number in numbers]


claim_versions = Projection(
    name="claims", version=2, tags=CLAIM_TAGS, changes=changes, span_max=10_000
)
