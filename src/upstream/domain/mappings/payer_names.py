"""The customer's book of payer names: which spelling means which payer.

One book for all names of a customer, so that no alias ever leads to another alias, however many
people confirm at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from upstream.domain.claims.cells import tidy
from upstream.domain.claims.identity import payer_key
from upstream.domain.decider import Decider
from upstream.domain.mappings.commands import (
    ConfirmPayerAliases,
    PayerNameCommand,
    RejectPayerSuggestion,
    WithdrawPayerAlias,
)
from upstream.domain.mappings.events import (
    PayerAliasConfirmed,
    PayerAliasWithdrawn,
    PayerNameEvent,
    PayerSuggestionRejected,
)
from upstream.domain.mappings.refusals import (
    PayerMappingUnknown,
    PayerNameInvalid,
    PayerNameItself,
)

KEY: Final = "payers"
"""Natural key of the book's stream: there is one a customer."""
NAME_LENGTH_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class PayerNames:
    """`aliases` are one step deep: what an alias stands for is no alias.

    `ever` are all payers a name has stood for at some time.
    """

    aliases: Mapping[str, str]
    rejected: tuple[tuple[str, str], ...] = ()
    ever: tuple[tuple[str, str], ...] = ()

    def of(self, name: str) -> str:
        """What the name stands for: itself, where nobody said otherwise."""
        return self.aliases.get(name, name)

    def spellings(self, wanted: Iterable[str]) -> tuple[str, ...]:
        """These names, and all others that mean the same payers. In capitals or not."""
        given = tuple(wanted)
        keys = set(map(payer_key, given))
        known = {*self.aliases, *self.aliases.values()}
        meant = {self.of(name) for name in known if payer_key(name) in keys}
        more = (name for name in known if self.of(name) in meant and payer_key(name) not in keys)
        return (*given, *sorted(more))


INITIAL: Final = PayerNames({})


def decide(command: PayerNameCommand, names: PayerNames) -> tuple[PayerNameEvent, ...]:
    match command:
        case ConfirmPayerAliases(aliases=aliases, payer=payer):
            return _confirm(tuple(map(_sound, aliases)), _sound(payer), names)
        case WithdrawPayerAlias(alias=alias):
            if alias not in names.aliases:
                raise PayerMappingUnknown("this name is no alias")
            return (PayerAliasWithdrawn(alias=alias, payer=names.aliases[alias]),)
        case RejectPayerSuggestion(alias=alias, payer=payer):
            pair = _sound(alias), _sound(payer)
            if pair in names.rejected:
                return ()
            return (PayerSuggestionRejected(alias=pair[0], payer=pair[1]),)


def _confirm(
    aliases: tuple[str, ...], wanted: str, names: PayerNames
) -> tuple[PayerNameEvent, ...]:
    """What stood for an alias follows it, and a payer that is an alias is taken for what it
    stands for: so the book stays one step deep.
    """
    payer = names.of(wanted)
    if payer in aliases:
        raise PayerNameItself("a name cannot stand for itself", name=payer)
    followers = (alias for alias, target in names.aliases.items() if target in aliases)
    return tuple(
        PayerAliasConfirmed(alias=alias, payer=payer)
        for alias in dict.fromkeys((*aliases, *followers))
        if names.aliases.get(alias) != payer
    )


def _sound(name: str) -> str:
    text = tidy(name)
    if not (0 < len(text) <= NAME_LENGTH_MAX and text.isprintable()):
        raise PayerNameInvalid(f"a name has 1 to {NAME_LENGTH_MAX} printable characters")
    return text


def evolve(names: PayerNames, event: PayerNameEvent) -> PayerNames:
    match event:
        case PayerAliasConfirmed(alias=alias, payer=payer):
            ever = dict.fromkeys((*names.ever, (alias, payer)))
            return replace(names, aliases={**names.aliases, alias: payer}, ever=tuple(ever))
        case PayerAliasWithdrawn(alias=alias):
            left = {one: target for one, target in names.aliases.items() if one != alias}
            return replace(names, aliases=left)
        case PayerSuggestionRejected(alias=alias, payer=payer):
            return replace(names, rejected=(*names.rejected, (alias, payer)))


decider: Decider[PayerNameCommand, PayerNames, PayerNameEvent] = Decider(
    "payer-names", INITIAL, decide, evolve
)
