"""Validation rules: drafted, changed, tried on a sample, switched on and off."""

from datetime import UTC, datetime
from typing import Annotated, Final
from uuid import UUID

import msgspec
from litestar import Response, Router, post, put
from litestar.params import FromPath, JSONBody

from upstream.api.access import allowed
from upstream.api.answers import Done, done
from upstream.api.dependencies import ContextGiven, PartsGiven, PlaceGiven, VersionGiven
from upstream.application.drift import today_in
from upstream.application.quality.dry_run import DryRun, try_on_rows, try_on_upload
from upstream.application.quality.rules import (
    change_rule,
    draft_rule,
    rule_standing,
    switch_rule,
)
from upstream.application.uploads import Intake
from upstream.domain.quality.rule import Scope, Severity, Test, Text
from upstream.domain.quality.samples import SampleRow
from upstream.domain.uploads.refusals import UploadUnknown
from upstream.projections.quality.history import NEEDS, assessed_uploads

_ABOUT_ONE: Final = "/validation-rules/{rule_id:uuid}"
_ROWS_MAX: Final = 200


class RuleAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What must hold, as a sentence; how bad it is where it does not; and what is checked."""

    name: str
    severity: Severity
    test: Test
    scope: Scope = Scope()

    @property
    def text(self) -> Text:
        return Text(name=self.name, severity=self.severity, test=self.test, scope=self.scope)


class SampleAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rows to try the rule on, or an upload; without either the latest upload."""

    rows: Annotated[tuple[SampleRow, ...], msgspec.Meta(max_length=_ROWS_MAX)] | None = None
    upload_id: UUID | None = None


@post(
    "/validation-rules",
    operation_id="validation_rules.draft",
    opt=allowed("quality:write", command="quality.draft_rule"),
    sync_to_thread=True,
)
def draft(data: JSONBody[RuleAsked], parts: PartsGiven, context: ContextGiven) -> Response[Done]:
    """Write a rule. It is off until somebody switches it on."""
    return done(draft_rule(parts.log, context, data.text))


@put(
    _ABOUT_ONE,
    operation_id="validation_rules.change",
    opt=allowed("quality:write", command="quality.change_rule"),
    status_code=201,
    sync_to_thread=True,
)
def change(
    rule_id: FromPath[UUID],
    data: JSONBody[RuleAsked],
    parts: PartsGiven,
    context: ContextGiven,
    version: VersionGiven,
) -> Response[Done]:
    """Rewrite a rule of your own. Uploads that have begun keep it as it was."""
    return done(change_rule(parts.log, context, rule_id, data.text, expected_version=version))


@post(
    f"{_ABOUT_ONE}/switch-on",
    operation_id="validation_rules.switch_on",
    opt=allowed("quality:write", command="quality.switch_rule_on"),
    sync_to_thread=True,
)
def switch_on(
    rule_id: FromPath[UUID], parts: PartsGiven, context: ContextGiven, version: VersionGiven
) -> Response[Done]:
    """Hold every upload from the next one on against this rule."""
    answer = switch_rule(parts.log, context, rule_id, to=True, expected_version=version)
    return done(answer)


@post(
    f"{_ABOUT_ONE}/switch-off",
    operation_id="validation_rules.switch_off",
    opt=allowed("quality:write", command="quality.switch_rule_off"),
    sync_to_thread=True,
)
def switch_off(
    rule_id: FromPath[UUID], parts: PartsGiven, context: ContextGiven, version: VersionGiven
) -> Response[Done]:
    """Ask nothing of this rule from the next upload on."""
    answer = switch_rule(parts.log, context, rule_id, to=False, expected_version=version)
    return done(answer)


@post(
    f"{_ABOUT_ONE}/dry-run",
    operation_id="validation_rules.dry_run",
    opt=allowed("quality:write", command="quality.try_rule"),
    status_code=200,
    sync_to_thread=True,
)
def dry_run(
    rule_id: FromPath[UUID],
    parts: PartsGiven,
    place: PlaceGiven,
    data: JSONBody[SampleAsked | None] = None,
) -> DryRun:
    """What the rule would say of a sample. Nothing is recorded; no value of a row is answered."""
    rule = rule_standing(parts.log, place.customer_id, rule_id)
    asked = data or SampleAsked()
    if asked.rows is not None:
        return try_on_rows(rule, asked.rows, today_in(place.time_zone, datetime.now(UTC)))
    upload_id = asked.upload_id
    if upload_id is None:
        with parts.views.at(place.customer_id, needs=NEEDS) as view:
            latest = assessed_uploads(view, limit=1)
        if not latest:
            raise UploadUnknown("There is no upload yet to try a rule on.")
        upload_id = latest[0].upload_id
    intake = Intake(parts.log, parts.files, parts.settings.secret_key)
    return try_on_upload(intake, place.customer_id, upload_id, rule)


quality_commands = Router("/", route_handlers=[draft, change, switch_on, switch_off, dry_run])
