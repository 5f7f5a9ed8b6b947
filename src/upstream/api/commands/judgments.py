"""Judging an alert: real, noise or to be followed up, with what was won back."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, Router, post
from litestar.params import FromPath, JSONBody

from upstream.api.access import allowed
from upstream.api.answers import Done, done
from upstream.api.dependencies import ContextGiven, PartsGiven, PlaceGiven, VersionGiven
from upstream.api.dollars import Dollars, cents
from upstream.application.drift import today_in
from upstream.application.judgments import judge
from upstream.domain.judgments.commands import JudgeAlert
from upstream.domain.judgments.events import Verdict


class Judgment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`position_seen` is the `position` of the document that was looked at; default: the newest."""

    verdict: Verdict
    note: str | None = None
    recovered: Dollars | None = None
    recovered_on: date | None = None
    position_seen: Annotated[int, msgspec.Meta(ge=0)] | None = None


@post(
    "/alerts/{alert_id:uuid}/judgments",
    operation_id="judgments.judge",
    opt=allowed("judgments:write", command="judgments.judge"),
    sync_to_thread=True,
)
def judge_alert(
    alert_id: FromPath[UUID],
    data: JSONBody[Judgment],
    parts: PartsGiven,
    place: PlaceGiven,
    context: ContextGiven,
    version: VersionGiven,
) -> Response[Done]:
    """Say whether it was real. One judgment per operator and alert, which may be revised."""
    seen = data.position_seen
    command = JudgeAlert(
        alert_id=alert_id,
        operator=context.actor,
        verdict=data.verdict,
        position_seen=parts.log.head(place.customer_id) if seen is None else seen,
        note=data.note,
        recovered_cents=cents(data.recovered) if data.recovered else None,
        recovered_on=data.recovered_on,
    )
    today = today_in(place.time_zone, context.now)
    return done(judge(parts.log, context, command, today=today, expected_version=version))


judgment_commands = Router("/", route_handlers=[judge_alert])
