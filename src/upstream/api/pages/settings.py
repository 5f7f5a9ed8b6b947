"""A customer's settings: what becomes of personal data in files, and its own sensitive words."""

from typing import Final

import msgspec
from litestar import get, post
from litestar.params import FromQuery, URLEncodedBody

from upstream.api.access import allowed
from upstream.api.dependencies import MinPosition
from upstream.api.pages.pieces import Option
from upstream.api.pages.rendering import address
from upstream.api.pages.showing import Shown, see_other, still
from upstream.api.pages.visits import Visit, VisitGiven
from upstream.api.pages.words import sentence
from upstream.api.requests import context_of
from upstream.api.statuses import STATUS
from upstream.application.settings import change_settings, settings_stream
from upstream.domain.messages import Refusal
from upstream.domain.personal.kinds import Policy
from upstream.infrastructure.log import Conflict
from upstream.infrastructure.sealed_words import SealedWords
from upstream.projections.settings.settings_versions import NEEDS, SettingsRow, settings_at

_POLICIES: Final[tuple[tuple[Policy, str], ...]] = (
    ("mask", "Put a mask such as [SSN] in its place and record the row"),
    ("quarantine", "Hold the whole file back until somebody who may do so releases it"),
    ("refuse", "Refuse the row, and files that bring such columns"),
)


class SettingsForm(msgspec.Struct, frozen=True, kw_only=True):
    """One word a line; `version` is that of the settings the form was made from."""

    personal_data: Policy
    version: int
    sensitive_words: str = ""


class SettingsPage(msgspec.Struct, frozen=True, kw_only=True):
    action: str
    policies: tuple[Option, ...]
    words: str
    version: int
    changed_said: str
    may_change: bool
    audit_href: str | None
    saved: bool = False
    problem: str | None = None


@get("/settings", opt=allowed("settings:read"), sync_to_thread=True)
def settings_page(
    visit: VisitGiven, min_position: MinPosition = 0, saved: FromQuery[bool] = False
) -> Shown:
    known, words = _known(visit, min_position)
    return _shown(visit, _page(visit, known, known.personal_data, words, saved=saved))


@post(
    "/settings",
    opt=allowed("settings:write", command="settings.change"),
    status_code=200,
    sync_to_thread=True,
)
def change(data: URLEncodedBody[SettingsForm], visit: VisitGiven) -> Shown:
    """What was typed stays on the page where it is refused."""
    context = context_of(visit.request, visit.caller, visit.place, command="settings.change")
    try:
        answer = change_settings(
            visit.parts.log,
            visit.parts.settings.secret_key,
            context,
            personal_data=data.personal_data,
            sensitive_words=[line for line in data.sensitive_words.splitlines() if line.strip()],
            expected_version=data.version,
        )
    except Refusal as refusal:
        known, _ = _known(visit, 0)
        meanwhile = isinstance(refusal, Conflict)
        said = _CHANGED_MEANWHILE if meanwhile else sentence(refusal.detail)
        status = STATUS[refusal.code]
        page = _page(visit, known, data.personal_data, data.sensitive_words, problem=said)
        return _shown(visit, page, status=status)
    path = visit.path("settings")
    return see_other(address(path, {"min_position": answer.position, "saved": "true"}))


_CHANGED_MEANWHILE: Final = "Somebody changed the settings meanwhile; look at them and save again."


def _known(visit: Visit, min_position: int) -> tuple[SettingsRow, str]:
    with visit.parts.views.at(visit.customer_id, needs=NEEDS, min_position=min_position) as view:
        known = settings_at(view)
    sealed = SealedWords(visit.parts.settings.secret_key, visit.customer_id)
    return known, "\n".join(sealed.open(word) for word in known.sensitive_words)


def _page(
    visit: Visit,
    known: SettingsRow,
    chosen: Policy,
    words: str,
    *,
    problem: str | None = None,
    saved: bool = False,
) -> SettingsPage:
    looks_back = visit.may("audit:read") and known.version > 0
    return SettingsPage(
        action=visit.path("settings"),
        policies=tuple(
            Option(value=policy, label=label, chosen=policy == chosen)
            for policy, label in _POLICIES
        ),
        words=words,
        version=known.version,
        changed_said=_changed_said(visit, known),
        may_change=visit.may("settings:write"),
        audit_href=visit.path("audit", "settings", settings_stream(visit.customer_id))
        if looks_back
        else None,
        saved=saved,
        problem=problem,
    )


def _changed_said(visit: Visit, known: SettingsRow) -> str:
    if known.changed_by is None:
        return "Nobody has changed these settings yet."
    return f"Last changed by {visit.names([known.changed_by])[known.changed_by]}."


def _shown(visit: Visit, page: SettingsPage, *, status: int = 200) -> Shown:
    return still(visit, "settings", "Settings", "settings.html", status=status, page=page)
