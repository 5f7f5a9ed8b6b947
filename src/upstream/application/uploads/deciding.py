"""What thousands of rows mean for thousands of claims: their streams loaded, decided, encoded.

Claims that nobody has seen before go by the thousand; all others one by one through the same
decider that a single claim goes through. Both ways produce the same events.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple, cast

import msgspec

from upstream.domain.catalogue import tag_of
from upstream.domain.claims.chunks import Understood
from upstream.domain.claims.claim import Claim, RecordClaim, decider
from upstream.domain.claims.events import ClaimChanged, ClaimEvent, ClaimRecorded, ClaimSeenAgain
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.claims.identity import KIND
from upstream.domain.claims.service_lines import by_claim
from upstream.domain.claims.sightings import as_told
from upstream.domain.claims.silence import OTHER_LINES, mask_of
from upstream.domain.streams import stream_bytes
from upstream.domain.units import CustomerId, StreamId
from upstream.domain.uploads.counts import Counts
from upstream.infrastructure.log import EventLog, Stored, codec

_encoder = msgspec.json.Encoder()
_first_sight = cast("Callable[[ClaimFacts, StreamId, int, int], ClaimRecorded]", ClaimRecorded)
_FIRST_SIGHT = tag_of(ClaimRecorded)
_SEEN_AGAIN = tag_of(ClaimSeenAgain)
_stage, _frequency = attrgetter("stage"), attrgetter("frequency")


class Decided(NamedTuple):
    """Events on their way into the log, in four parallel lists, and what became of the rows."""

    stream_ids: list[bytes]
    versions: list[int]
    tags: list[str]
    states: list[bytes]
    counts: Counts
    known: int = 0
    """How many of the claims had a stream before."""


class Rows(NamedTuple):
    """Whose rows, of which upload, and which facts its file has no column for."""

    customer_id: CustomerId
    upload_id: StreamId
    silent: frozenset[str]
    more_silent: Mapping[int, frozenset[str]] = MappingProxyType({})
    """By line: what a row does not say though others of its file do."""

    def silent_at(self, line: int) -> frozenset[str]:
        return self.silent | self.more_silent.get(line, frozenset())


def decide_all(
    log: EventLog, rows: Rows, understood: Understood, *, expect_new: bool = False
) -> Decided:
    """With `expect_new` no stream is loaded: if one exists after all, the append conflicts."""
    if OTHER_LINES in understood.silent:
        return _of_lines(log, rows, understood)
    ids = stream_bytes(rows.customer_id, KIND, understood.keys)
    known = log.load_many(rows.customer_id, ids) if ids and not expect_new else {}
    apart = set(known)
    if len(set(ids)) < len(ids):
        apart |= {one for one, times in Counter(ids).items() if times > 1}
    if not apart:
        return _all_new(rows, understood, ids)
    return _some_known(rows, understood, ids, known, apart)


def _of_lines(log: EventLog, rows: Rows, understood: Understood) -> Decided:
    """Rows that each tell of one service line: first the claims they make, then as always.

    A claim's other rows are news of it where they tell of another line, and repetitions where not.
    """
    parts = by_claim(understood.keys, understood.facts)
    claims = understood._replace(
        lines=[understood.lines[part.places[0]] for part in parts],
        keys=[understood.keys[part.places[0]] for part in parts],
        facts=[part.facts for part in parts],
    )
    ids = stream_bytes(rows.customer_id, KIND, claims.keys)
    known = log.load_many(rows.customer_id, ids) if ids else {}
    decided = _some_known(rows, claims, ids, known, set(ids))
    told = zip(decided.stream_ids, decided.tags, strict=True)
    news = {one for one, tag in told if tag != _SEEN_AGAIN}
    more = sum(part.other_lines for part, one in zip(parts, ids, strict=True) if one in news)
    counts = decided.counts
    return decided._replace(
        counts=_counts(understood, new=counts.rows_new, changed=counts.rows_changed + more)
    )


def _all_new(rows: Rows, understood: Understood, ids: list[bytes]) -> Decided:
    states = _encoded(rows, understood.facts, understood.lines)
    counts = _counts(understood, new=len(ids), changed=0)
    return Decided(ids, [1] * len(ids), [_FIRST_SIGHT] * len(ids), states, counts)


def _some_known(
    rows: Rows,
    understood: Understood,
    ids: list[bytes],
    known: dict[bytes, list[Stored]],
    apart: set[bytes],
) -> Decided:
    new = [place for place, one in enumerate(ids) if one not in apart]
    decided = Decided(
        [ids[place] for place in new],
        [1] * len(new),
        [_FIRST_SIGHT] * len(new),
        _encoded(
            rows,
            [understood.facts[place] for place in new],
            [understood.lines[place] for place in new],
        ),
        Counts(),
    )
    claims = {one: _folded(stored) for one, stored in known.items()}
    begun = changed = 0
    for place, one in enumerate(ids):
        if one not in apart:
            continue
        claim, version = claims.get(one, (decider.initial, 0))
        command = RecordClaim(
            facts=understood.facts[place],
            silent=rows.silent_at(understood.lines[place]),
            upload_id=rows.upload_id,
            line=understood.lines[place],
        )
        for event in decider.decide(command, claim):
            version += 1
            claims[one] = decider.evolve(claim, event), version
            decided.stream_ids.append(one)
            decided.versions.append(version)
            decided.tags.append(tag_of(type(event)))
            decided.states.append(_encoder.encode(event))
            begun += isinstance(event, ClaimRecorded)
            changed += isinstance(event, ClaimChanged)
    counts = _counts(understood, new=len(new) + begun, changed=changed)
    return decided._replace(counts=counts, known=len(known))


def _folded(stored: list[Stored]) -> tuple[Claim, int]:
    events = (cast("ClaimEvent", codec.decode(one.tag, one.state)) for one in stored)
    return decider.fold(events), stored[-1].version


def _encoded(rows: Rows, facts: list[ClaimFacts], lines: Sequence[int]) -> list[bytes]:
    """One JSON document per claim; `encode_lines` costs two thirds of so many `encode`s."""
    if "8" in map(_frequency, facts) or {"reversed", "voided"} & set(map(_stage, facts)):
        facts = list(map(as_told, facts))
    silent: Iterable[int] = repeat(mask_of(rows.silent))
    if rows.more_silent:
        silent = [mask_of(rows.silent_at(line)) for line in lines]
    events = list(map(_first_sight, facts, repeat(rows.upload_id), lines, silent))
    return _encoder.encode_lines(events).split(b"\n")[:-1]


def _counts(understood: Understood, *, new: int, changed: int) -> Counts:
    claims, rejected = len(understood.facts), len(understood.rejected)
    return Counts(
        rows_read=claims + rejected + understood.skipped,
        rows_new=new,
        rows_changed=changed,
        rows_repeated=claims - new - changed,
        rows_rejected=rejected,
        rows_skipped=understood.skipped,
    )
