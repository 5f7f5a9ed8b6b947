"""Who did what, when, why, and to which thing? One line per event, one per commit for claims."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from upstream.application.aggregates import kind_of
from upstream.infrastructure import arrays
from upstream.projections.projection import Batch, Change, CommitNote, Fact, Projection

_CLAIMS = "claims."
_UPLOAD = "upload"

_INSERT = (
    "INSERT INTO audit_entries (customer_id, position, through, events, recorded_at, actor,"
    " on_behalf_of, command, action, entity_kind, entity_id, version, reason, request_id,"
    " correlation_id, causation_id, address, client)"
    " SELECT %(customer_id)s, e.position, e.through, e.events, c.recorded_at, c.actor,"
    " c.on_behalf_of, c.command, e.action, e.kind, e.entity_id, e.version, c.reason,"
    " c.request_id, c.correlation_id, c.causation_id, c.address, c.client"
    " FROM unnest(%(positions)s, %(throughs)s, %(events)s, %(commits)s, %(actions)s, %(kinds)s,"
    " %(entity_ids)s, %(versions)s)"
    " AS e (position, through, events, commit, action, kind, entity_id, version)"
    " JOIN commits c ON c.customer_id = %(customer_id)s AND c.last = e.commit"
)


class Line(NamedTuple):
    """One line of the history: an event, or the events of one kind of a commit over claims."""

    position: int
    through: int
    events: int
    action: str
    kind: str
    entity_id: UUID
    version: int


def lines(commit: CommitNote, facts: list[Fact]) -> list[Line]:
    """What one commit says in the history, in order of position."""
    if len(facts) == 1:
        return [_line(facts[0])]
    of_claims: defaultdict[str, list[int]] = defaultdict(list)
    found: list[Line] = []
    for fact in facts:
        if fact.tag.startswith(_CLAIMS):
            of_claims[fact.tag].append(fact.position)
        else:
            found.append(_line(fact))
    found += [
        Line(positions[0], positions[-1], len(positions), tag, _UPLOAD, commit.subject, 0)
        for tag, positions in of_claims.items()
    ]
    return sorted(found)


def _line(fact: Fact) -> Line:
    at = fact.position
    return Line(at, at, 1, fact.tag, kind_of(fact.tag), fact.stream_id, fact.version)


def changes(batch: Batch) -> Iterator[Change]:
    found = [(commit, line) for commit, facts in batch.by_commit() for line in lines(commit, facts)]
    yield Change(
        _INSERT,
        {
            "positions": arrays.int8s(line.position for _, line in found),
            "throughs": arrays.int8s(line.through for _, line in found),
            "events": arrays.int4s(line.events for _, line in found),
            "commits": arrays.int8s(commit.last for commit, _ in found),
            "actions": arrays.texts(line.action for _, line in found),
            "kinds": arrays.texts(line.kind for _, line in found),
            "entity_ids": arrays.uuids([line.entity_id.bytes for _, line in found]),
            "versions": arrays.int4s(line.version for _, line in found),
        },
    )


audit_entries = Projection(
    name="audit",
    version=1,
    tags=frozenset(),
    changes=changes,
    span_max=50_000,
    reads_state=False,
)
