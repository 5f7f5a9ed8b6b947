"""How a customer wants things done: changed as a whole, against the version that was read."""

from typing import Annotated

import msgspec
from litestar import Response, put
from litestar.params import JSONBody

from upstream.api.access import allowed
from upstream.api.answers import Done, done
from upstream.api.dependencies import ContextGiven, PartsGiven, VersionGiven
from upstream.application.settings import change_settings
from upstream.domain.personal.kinds import Policy
from upstream.domain.settings.customer_settings import WORDS_MAX

Words = Annotated[list[str], msgspec.Meta(max_length=WORDS_MAX)]


class WantedSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`sensitive_words` are found in any capitals, as whole words; they are stored sealed."""

    personal_data: Policy
    sensitive_words: Words = []


@put(
    "/settings",
    operation_id="settings.change",
    opt=allowed("settings:write", command="settings.change"),
    status_code=201,
    sync_to_thread=True,
)
def change(
    data: JSONBody[WantedSettings], parts: PartsGiven, context: ContextGiven, version: VersionGiven
) -> Response[Done]:
    """Put these settings in place of those that stand; uploads accepted before keep theirs."""
    return done(
        change_settings(
            parts.log,
            parts.settings.secret_key,
            context,
            personal_data=data.personal_data,
            sensitive_words=data.sensitive_words,
            expected_version=version,
        )
    )
