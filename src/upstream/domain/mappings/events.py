"""What can happen to a customer's mappings. Tags and fields are the storage format: version with
care.
"""

from upstream.domain.messages import Event
from upstream.domain.uploads.mapping import Choice


class PayerAliasConfirmed(Event, tag="mappings.payer_alias_confirmed.v1"):
    """A person said that files which write `alias` mean `payer`."""

    alias: str
    """As files write it, tidied."""
    payer: str
    """The name shown from now on; itself never an alias."""


class PayerAliasWithdrawn(Event, tag="mappings.payer_alias_withdrawn.v1"):
    """The name stands for itself again."""

    alias: str
    payer: str
    """What it stood for until now."""


class PayerSuggestionRejected(Event, tag="mappings.payer_suggestion_rejected.v1"):
    """A person said that these are two payers; nobody is asked again."""

    alias: str
    payer: str


PayerNameEvent = PayerAliasConfirmed | PayerAliasWithdrawn | PayerSuggestionRejected


class CptGroupDefined(Event, tag="mappings.cpt_group_defined.v1"):
    """The codes of these ranges belong to a group of the customer's own."""

    name: str
    codes: tuple[str, ...]
    """`99213`, or a range with both ends, `99202-99215`."""


class CptGroupWithdrawn(Event, tag="mappings.cpt_group_withdrawn.v1"):
    """Its codes belong where the ranges we ship put them."""

    name: str


CptGroupEvent = CptGroupDefined | CptGroupWithdrawn


class HeaderMappingSaved(Event, tag="mappings.headers_saved.v1"):
    """How files with exactly these headers are to be read from now on."""

    headers: tuple[str, ...]
    """In the order of the file, as written."""
    choices: tuple[Choice, ...]
    name: str | None = None
    """What people call the source, such as a clearinghouse and its report."""


class HeaderMappingWithdrawn(Event, tag="mappings.headers_withdrawn.v1"):
    """Files with these headers are read by what we know ourselves again."""


HeaderMappingEvent = HeaderMappingSaved | HeaderMappingWithdrawn
MappingEvent = PayerNameEvent | CptGroupEvent | HeaderMappingEvent
