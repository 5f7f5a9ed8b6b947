"""Who am I?"""

from litestar import get

from upstream.api.access import SIGNED_IN
from upstream.api.dependencies import CallerGiven, PartsGiven
from upstream.projections.identity.profile import Profile, profile


@get("/api/v1/me", operation_id="me", opt=SIGNED_IN, tags=["Queries"], sync_to_thread=True)
def me(parts: PartsGiven, caller: CallerGiven) -> Profile:
    """The caller, with the customers the caller may see and the role at each."""
    return profile(parts.database, caller.person_id)
