"""Steps of people who say what names mean: payers, procedure groups, headers."""

from hypothesis import strategies as st
from tests.support.telling import PAYERS, Step

from upstream.domain.mappings import commands as said
from upstream.domain.mappings.cpt_groups import KEY as GROUPS_KEY
from upstream.domain.mappings.cpt_groups import decider as cpt_groups
from upstream.domain.mappings.header_mapping import decider as header_mapping
from upstream.domain.mappings.header_mapping import source_of
from upstream.domain.mappings.payer_names import KEY as PAYERS_KEY
from upstream.domain.mappings.payer_names import decider as payer_names
from upstream.domain.messages import Command
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId
from upstream.domain.uploads.mapping import Choice

HEADERS = ("Ins Carrier", "CPT", "Submitted", "Outcome", "Ref")
NO_DATE = (Choice("decided_date", "none"),)

_NAMES = st.sampled_from((*PAYERS, "One Payer"))
_PAYERS: st.SearchStrategy[Command] = st.one_of(
    st.builds(said.ConfirmPayerAliases, aliases=st.tuples(_NAMES), payer=_NAMES),
    st.builds(said.WithdrawPayerAlias, alias=_NAMES),
    st.builds(said.RejectPayerSuggestion, alias=_NAMES, payer=_NAMES),
)
_GROUPS: st.SearchStrategy[Command] = st.one_of(
    st.builds(
        said.DefineCptGroup,
        name=st.sampled_from(("Visits", "Scans")),
        codes=st.sampled_from((("99202-99215",), ("70450",), ("70450", "99213"))),
    ),
    st.builds(said.WithdrawCptGroup, name=st.sampled_from(("Visits", "Scans"))),
)
_HEADERS: st.SearchStrategy[Command] = st.one_of(
    st.builds(
        said.SaveHeaderMapping,
        headers=st.just(HEADERS),
        choices=st.sampled_from((NO_DATE, (*NO_DATE, Choice("claim_id", "Ref")))),
        name=st.sampled_from((None, "Clearinghouse")),
    ),
    st.just(said.WithdrawHeaderMapping()),
)


def mapping_steps(customer_id: CustomerId) -> st.SearchStrategy[Step]:
    payers = stream_of(customer_id, payer_names.kind, PAYERS_KEY)
    groups = stream_of(customer_id, cpt_groups.kind, GROUPS_KEY)
    headers = stream_of(customer_id, header_mapping.kind, source_of(HEADERS))
    return st.one_of(
        _PAYERS.map(lambda command: Step(payer_names, payers, command)),
        _GROUPS.map(lambda command: Step(cpt_groups, groups, command)),
        _HEADERS.map(lambda command: Step(header_mapping, headers, command)),
    )


def everything_mapped(customer_id: CustomerId, payer: str) -> list[list[Step]]:
    """Each kind of mapping once, of a payer and a code that claims have."""
    payers = stream_of(customer_id, payer_names.kind, PAYERS_KEY)
    groups = stream_of(customer_id, cpt_groups.kind, GROUPS_KEY)
    headers = stream_of(customer_id, header_mapping.kind, source_of(HEADERS))
    alias = said.ConfirmPayerAliases(aliases=(payer,), payer="One Payer")
    other = said.RejectPayerSuggestion(alias="One Prayer", payer="One Payer")
    group = said.DefineCptGroup(name="Own group", codes=("00100-99999",))
    saved = said.SaveHeaderMapping(headers=HEADERS, choices=NO_DATE)
    return [
        [Step(payer_names, payers, alias), Step(payer_names, payers, other)],
        [Step(cpt_groups, groups, group)],
        [Step(header_mapping, headers, saved)],
    ]
