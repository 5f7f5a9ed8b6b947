"""Steps of people who set things up, and what screening finds in a chunk."""

from hypothesis import strategies as st
from tests.support.telling import Step

from upstream.application.settings import settings_stream
from upstream.domain.drift.wishes import DetectionWishes
from upstream.domain.personal.kinds import PersonalCells
from upstream.domain.settings.customer_settings import ChangeSettings, decider
from upstream.domain.settings.products import Products
from upstream.domain.settings.schedule import Schedule
from upstream.domain.units import CustomerId

FOUND = (PersonalCells("payer", "name", 2, (3, 9)), PersonalCells("claim_id", "ssn", 1, (4,)))


def settings_steps(customer_id: CustomerId) -> st.SearchStrategy[Step]:
    wanted = st.builds(
        ChangeSettings,
        personal_data=st.sampled_from((None, "mask", "quarantine", "refuse")),
        sensitive_words=st.sampled_from((None, (), ("sealed:a",), ("sealed:a", "sealed:b"))),
        products=st.sampled_from((None, Products(), Products(delayguard=False))),
        detection=st.sampled_from((None, DetectionWishes(), DetectionWishes(claims_min=30))),
        schedule=st.sampled_from((None, Schedule(on=False), Schedule(weekday=6))),
    )
    stream_id = settings_stream(customer_id)
    return wanted.map(lambda one: Step(decider, stream_id, one))


def everything_set_up(customer_id: CustomerId) -> list[list[Step]]:
    """Changed twice, so that there is something to see before."""
    stream_id = settings_stream(customer_id)
    first = ChangeSettings(personal_data="refuse", sensitive_words=("sealed:a",))
    second = ChangeSettings(sensitive_words=("sealed:b",))
    return [[Step(decider, stream_id, one)] for one in (first, second)]
