"""Steps of people who set things up, and what screening finds in a chunk."""

from hypothesis import strategies as st
from tests.support.telling import Step

from upstream.application.settings import settings_stream
from upstream.domain.personal.kinds import PersonalCells
from upstream.domain.settings.customer_settings import (
    ChangeSettings,
    CustomerSettings,
    decider,
)
from upstream.domain.units import CustomerId

FOUND = (PersonalCells("payer", "name", 2, (3, 9)), PersonalCells("claim_id", "ssn", 1, (4,)))


def settings_steps(customer_id: CustomerId) -> st.SearchStrategy[Step]:
    wanted = st.builds(
        CustomerSettings,
        personal_data=st.sampled_from(("mask", "quarantine", "refuse")),
        sensitive_words=st.sampled_from(((), ("sealed:a",), ("sealed:a", "sealed:b"))),
    )
    stream_id = settings_stream(customer_id)
    return wanted.map(lambda one: Step(decider, stream_id, ChangeSettings(wanted=one)))


def everything_set_up(customer_id: CustomerId) -> list[list[Step]]:
    """Changed twice, so that there is something to see before."""
    stream_id = settings_stream(customer_id)
    first = CustomerSettings(personal_data="refuse", sensitive_words=("sealed:a",))
    second = CustomerSettings(sensitive_words=("sealed:b",))
    return [[Step(decider, stream_id, ChangeSettings(wanted=one))] for one in (first, second)]
