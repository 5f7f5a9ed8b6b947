"""A customer's settings: products, detection, its schedule, alerts, personal data in files."""

from typing import Final

from litestar import get, post
from litestar.params import FromQuery, URLEncodedBody

from upstream.api.access import allowed
from upstream.api.dependencies import MinPosition
from upstream.api.pages.frame.showing import Shown, see_other, still
from upstream.api.pages.frame.visits import Visit, VisitGiven
from upstream.api.pages.frame.words import sentence
from upstream.api.pages.rendering import address
from upstream.api.pages.settings.settings_forms import (
    AlertsForm,
    DetectionForm,
    Form,
    PersonalForm,
    ProductsForm,
    ScheduleForm,
)
from upstream.api.pages.settings.settings_shown import SettingsPage, page_of
from upstream.api.requests import context_of
from upstream.api.statuses import STATUS
from upstream.application.settings import change_settings
from upstream.domain.messages import Refusal
from upstream.infrastructure.log import Conflict
from upstream.projections.settings.settings_versions import NEEDS, SettingsRow, settings_at

_CHANGE: Final = allowed("settings:write", command="settings.change")
_CHANGED_MEANWHILE: Final = "Somebody changed the settings meanwhile; look at them and save again."


@get("/settings", opt=allowed("settings:read"), sync_to_thread=True)
def settings_page(
    visit: VisitGiven, min_position: MinPosition = 0, saved: FromQuery[bool] = False
) -> Shown:
    return _shown(visit, page_of(visit, _known(visit, min_position), saved=saved))


@post("/settings", opt=_CHANGE, status_code=200, sync_to_thread=True)
def change(data: URLEncodedBody[PersonalForm], visit: VisitGiven) -> Shown:
    """What was typed stays on the page where it is refused."""
    return _change(visit, data)


@post("/settings/products", opt=_CHANGE, status_code=200, sync_to_thread=True)
def change_products(data: URLEncodedBody[ProductsForm], visit: VisitGiven) -> Shown:
    return _change(visit, data)


@post("/settings/detection", opt=_CHANGE, status_code=200, sync_to_thread=True)
def change_detection(data: URLEncodedBody[DetectionForm], visit: VisitGiven) -> Shown:
    return _change(visit, data)


@post("/settings/schedule", opt=_CHANGE, status_code=200, sync_to_thread=True)
def change_schedule(data: URLEncodedBody[ScheduleForm], visit: VisitGiven) -> Shown:
    return _change(visit, data)


@post("/settings/alerts", opt=_CHANGE, status_code=200, sync_to_thread=True)
def change_alerts(data: URLEncodedBody[AlertsForm], visit: VisitGiven) -> Shown:
    return _change(visit, data)


settings_pages: Final = (
    *(settings_page, change, change_products, change_detection, change_schedule, change_alerts),
)


def _change(visit: Visit, form: Form) -> Shown:
    context = context_of(visit.request, visit.caller, visit.place, command="settings.change")
    try:
        answer = change_settings(
            visit.parts.log,
            visit.parts.settings.secret_key,
            context,
            form.wished(),
            sensitive_words=form.words() if isinstance(form, PersonalForm) else None,
            expected_version=form.version,
        )
    except Refusal as refusal:
        meanwhile = isinstance(refusal, Conflict)
        said = _CHANGED_MEANWHILE if meanwhile else sentence(refusal.detail)
        page = page_of(visit, _known(visit, 0), typed=form, problem=said)
        return _shown(visit, page, status=STATUS[refusal.code])
    path = visit.path("settings")
    return see_other(address(path, {"min_position": answer.position, "saved": "true"}))


def _known(visit: Visit, min_position: int) -> SettingsRow:
    with visit.parts.views.at(visit.customer_id, needs=NEEDS, min_position=min_position) as view:
        return settings_at(view)


def _shown(visit: Visit, page: SettingsPage, *, status: int = 200) -> Shown:
    return still(visit, "settings", "Settings", "settings.html", status=status, page=page)
