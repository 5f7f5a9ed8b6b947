"""What can be asked of a customer's mappings."""

from upstream.domain.messages import Command
from upstream.domain.uploads.mapping import Choice


class ConfirmPayerAliases(Command):
    """All of these names mean `payer`, which may be a new name or one of the files'."""

    aliases: tuple[str, ...]
    payer: str


class WithdrawPayerAlias(Command):
    alias: str


class RejectPayerSuggestion(Command):
    alias: str
    payer: str


PayerNameCommand = ConfirmPayerAliases | WithdrawPayerAlias | RejectPayerSuggestion


class DefineCptGroup(Command):
    """Anew or otherwise than before."""

    name: str
    codes: tuple[str, ...]


class WithdrawCptGroup(Command):
    name: str


CptGroupCommand = DefineCptGroup | WithdrawCptGroup


class SaveHeaderMapping(Command):
    headers: tuple[str, ...]
    choices: tuple[Choice, ...]
    name: str | None = None


class WithdrawHeaderMapping(Command): ...


HeaderMappingCommand = SaveHeaderMapping | WithdrawHeaderMapping
