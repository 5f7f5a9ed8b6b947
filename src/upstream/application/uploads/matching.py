"""The same claim under two spellings of its payer is one claim, once a person said they are one.

A claim's number counts together with the payer's name, so a row of a payer with several names may
belong to a claim that was begun under another of them. The claim keeps the name it was begun with;
the name the row had is kept beside it as what the file wrote.
"""

from collections.abc import Iterator
from typing import NamedTuple, cast

from msgspec.structs import replace

from upstream.application.mappings.payers import payer_names
from upstream.domain.claims.chunks import Understood
from upstream.domain.claims.claim import Known, decider
from upstream.domain.claims.events import ClaimEvent
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.claims.identity import KIND, natural_key, payer_key
from upstream.domain.mappings.payer_names import PayerNames
from upstream.domain.streams import stream_bytes
from upstream.domain.units import CustomerId
from upstream.infrastructure.log import EventLog, Stored, codec


class _Candidates(NamedTuple):
    """Keys under which a claim may have been begun, the likeliest first."""

    now: list[str]
    """By names that mean the same payer, the row's own first."""
    shown: str
    """By the name that is shown: under it a claim that nobody knows yet is begun."""
    formerly: list[str]
    """By names that did once: only for claims that were begun with the row's own spelling."""


def matched(log: EventLog, customer_id: CustomerId, understood: Understood) -> Understood:
    """The same rows, with the keys and the payers of the claims they belong to.

    Costs one small read where the customer has never said that two names are one payer.
    """
    names = payer_names(log, customer_id)
    if not names.ever:
        return understood
    concerned = {name for pair in names.ever for name in pair}
    places = [n for n, facts in enumerate(understood.facts) if facts.payer in concerned]
    if not places:
        return understood
    candidates = {
        place: _candidates(understood.keys[place], understood.facts[place], names)
        for place in places
    }
    begun = _begun(log, customer_id, {key for one in candidates.values() for key in _all(one)})
    keys, facts = list(understood.keys), list(understood.facts)
    for place, one in candidates.items():
        key = _chosen(one, facts[place].payer, begun)
        keys[place] = key
        facts[place] = _under(begun.setdefault(key, facts[place].payer), facts[place], names)
    return understood._replace(keys=keys, facts=facts)


def _candidates(key: str, facts: ClaimFacts, names: PayerNames) -> _Candidates:
    own = facts.payer
    payer = names.of(own)
    now = dict.fromkeys(
        (payer, *sorted(alias for alias, means in names.aliases.items() if means == payer))
    )
    ever = {name for pair in names.ever if own in pair for name in pair} - now.keys()
    return _Candidates(
        list(dict.fromkeys((key, *(_key_under(name, facts) for name in now)))),
        key if payer == own else _key_under(payer, facts),
        [_key_under(name, facts) for name in sorted(ever)],
    )


def _key_under(name: str, facts: ClaimFacts) -> str:
    return natural_key(replace(facts, payer=name))


def _all(candidates: _Candidates) -> Iterator[str]:
    yield from candidates.now
    yield from candidates.formerly


def _begun(log: EventLog, customer_id: CustomerId, keys: set[str]) -> dict[str, str]:
    """The claims there are under these keys, each with the payer it is known with."""
    ordered = sorted(keys)
    ids = dict(zip(stream_bytes(customer_id, KIND, ordered), ordered, strict=True))
    stored = log.load_many(customer_id, list(ids))
    payers = ((ids[one], _payer_of(events)) for one, events in stored.items())
    return {key: payer for key, payer in payers if payer is not None}


def _payer_of(stored: list[Stored]) -> str | None:
    """None where all that was known of the claim was withdrawn."""
    events = (cast("ClaimEvent", codec.decode(one.tag, one.state)) for one in stored)
    claim = decider.fold(events)
    return claim.facts.payer if isinstance(claim, Known) else None


def _chosen(candidates: _Candidates, payer: str, begun: dict[str, str]) -> str:
    """An existing claim under any of the names; else the key of the name that is shown."""
    for key in candidates.now:
        if key in begun:
            return key
    for key in candidates.formerly:
        if payer_key(begun.get(key, "")) == payer_key(payer):
            return key
    return candidates.shown


def _under(known: str, facts: ClaimFacts, names: PayerNames) -> ClaimFacts:
    """With the payer as the claim knows it, where the row's name means the same."""
    if known == facts.payer or names.of(known) != names.of(facts.payer):
        return facts
    return replace(facts, payer=known, payer_raw=facts.payer_raw or facts.payer)
