"""A contract: one payer, its terms, and its schedules of rates.

The state knows which schedules there are, not their rates: twenty thousand of those would be
folded for every command, and no decision needs them.
"""

from dataclasses import dataclass, replace
from typing import Final

from upstream.domain.claims.cells import tidy
from upstream.domain.contracts import schedules as rate_schedules
from upstream.domain.contracts.commands import ContractCommand, EnterContract, ReviseContract
from upstream.domain.contracts.events import (
    ContractEntered,
    ContractEvent,
    ContractRevised,
    Terms,
)
from upstream.domain.contracts.refusals import ContractInvalid, ContractUnknown
from upstream.domain.contracts.schedules import NONE, Schedules
from upstream.domain.decider import Decider

NAME_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class Unentered: ...


@dataclass(frozen=True, slots=True)
class Entered:
    payer: str
    terms: Terms
    schedules: Schedules = NONE


Contract = Unentered | Entered


def decide(command: ContractCommand, contract: Contract) -> tuple[ContractEvent, ...]:
    match command:
        case EnterContract(payer=payer, terms=terms):
            if isinstance(contract, Entered):
                return _revise(contract, _sound(terms))
            return (ContractEntered(payer=_payer(payer), terms=_sound(terms)),)
        case ReviseContract(terms=terms):
            return _revise(_known(contract), _sound(terms))
        case about_rates:
            return rate_schedules.decide(about_rates, _known(contract).schedules)


def _revise(contract: Entered, terms: Terms) -> tuple[ContractEvent, ...]:
    if contract.terms == terms:
        return ()
    return (ContractRevised(before=contract.terms, after=terms),)


def _known(contract: Contract) -> Entered:
    if isinstance(contract, Unentered):
        raise ContractUnknown("there is no such contract")
    return contract


def _payer(name: str) -> str:
    text = tidy(name)
    if not (0 < len(text) <= NAME_MAX and text.isprintable()):
        detail = f"a payer's name has 1 to {NAME_MAX} printable characters"
        raise ContractInvalid(detail, field="payer")
    return text


def _sound(terms: Terms) -> Terms:
    text = tidy(terms.name)
    if len(text) > NAME_MAX or not text.isprintable():
        raise ContractInvalid(f"a name has at most {NAME_MAX} characters", field="name")
    return Terms(name=text, lesser_of_charges=terms.lesser_of_charges)


def evolve(contract: Contract, event: ContractEvent) -> Contract:
    match event:
        case ContractEntered(payer=payer, terms=terms):
            return Entered(payer, terms)
        case ContractRevised(after=after):
            return replace(_known(contract), terms=after)
        case about_rates:
            known = _known(contract)
            return replace(known, schedules=rate_schedules.evolve(known.schedules, about_rates))


decider: Decider[ContractCommand, Contract, ContractEvent] = Decider(
    "contract", Unentered(), decide, evolve
)
