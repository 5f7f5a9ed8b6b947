"""Coming in and going out: the sign-in page, the way home, the choice of a theme."""

from typing import Annotated, Final

import msgspec
from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.datastructures import Cookie
from litestar.params import QueryParameter, URLEncodedBody

from upstream.api.access import PUBLIC, SIGNED_IN
from upstream.api.callers import no_cookie, session_cookie
from upstream.api.dependencies import AnyRequest, CallerGiven, PartsGiven
from upstream.api.pages.frame.layout import THEME_COOKIE, Layout, Theme, home, theme_of
from upstream.api.pages.frame.showing import Shown, html, see_other
from upstream.api.pages.frame.words import sentence
from upstream.api.pages.rendering import address, render
from upstream.api.requests import context_of
from upstream.api.statuses import STATUS
from upstream.application import identity
from upstream.domain.messages import Refusal
from upstream.projections.identity.profile import profile

_THEME_SECONDS: Final = 365 * 24 * 3600


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    email: str = ""
    password: str = ""
    back: str = "/"


class ThemeChosen(msgspec.Struct, frozen=True, kw_only=True):
    theme: str = "auto"
    back: str = "/"


class SignInPage(msgspec.Struct, frozen=True, kw_only=True):
    back: str
    email: str = ""
    problem: str | None = None


@get("/sign-in", opt=PUBLIC, sync_to_thread=False)
def sign_in_page(
    request: AnyRequest, back: Annotated[str, QueryParameter(max_length=2_000)] = "/"
) -> Shown:
    return _sign_in(request, SignInPage(back=local(back)))


@post("/sign-in", opt=PUBLIC, status_code=200)
async def sign_in(
    data: URLEncodedBody[Credentials], request: AnyRequest, parts: PartsGiven
) -> Shown:
    context = context_of(request, None, None, command="identity.sign_in")
    try:
        # The same turns as for programs: hashing passwords must not hold up everybody else.
        async with request.app.state.sign_in_turns:
            opened = await sync_to_thread(
                identity.sign_in, parts.doors, data.email, data.password, "console", context
            )
    except Refusal as refusal:
        page = SignInPage(back=local(data.back), email=data.email, problem=sentence(refusal.detail))
        return _sign_in(request, page, status=STATUS[refusal.code])
    answer = see_other(local(data.back))
    answer.set_cookie(session_cookie(request, opened.secret))
    return answer


@post("/sign-out", opt=SIGNED_IN, status_code=200, sync_to_thread=True)
def sign_out(request: AnyRequest, parts: PartsGiven, caller: CallerGiven) -> Shown:
    context = context_of(request, caller, None, command="identity.sign_out")
    identity.sign_out(parts.doors, caller.session_id, caller.person_id, context)
    answer = see_other("/sign-in")
    answer.set_cookie(no_cookie(request))
    return answer


@get("/", opt=SIGNED_IN, sync_to_thread=True)
def home_page(request: AnyRequest, parts: PartsGiven, caller: CallerGiven) -> Shown:
    """The dashboard of the first of one's customers; whoever runs the platform sees them all."""
    known = profile(parts.database, caller.person_id)
    if known.customers:
        return see_other(home(known.customers[0].slug))
    if caller.administrator:
        return see_other("/customers")
    layout = Layout(title="Upstream", here="/", theme=_theme(request), person=known.email)
    return html(render("nowhere.html", layout=layout))


@post("/theme", opt=PUBLIC, status_code=200, sync_to_thread=False)
def choose_theme(data: URLEncodedBody[ThemeChosen], request: AnyRequest) -> Response[str]:
    answer = see_other(local(data.back))
    answer.set_cookie(
        Cookie(
            key=THEME_COOKIE,
            value=theme_of(data.theme),
            max_age=_THEME_SECONDS,
            path="/",
            secure=request.scope["scheme"] == "https",
            httponly=True,
            samesite="lax",
        )
    )
    return answer


def local(target: str) -> str:
    """An address on this host, or the way home: nobody is sent elsewhere from here.

    A header carries no letters beyond ASCII; browsers write them as `%C5%81`.
    """
    safe = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if safe and target.isascii() and target.isprintable() else "/"


def _sign_in(request: AnyRequest, page: SignInPage, *, status: int = 200) -> Shown:
    here = address("/sign-in", {"back": None if page.back == "/" else page.back})
    layout = Layout(title="Sign in", here=here, theme=_theme(request))
    return html(render("sign_in.html", layout=layout, page=page), status=status)


def _theme(request: AnyRequest) -> Theme:
    return theme_of(request.cookies.get(THEME_COOKIE))
