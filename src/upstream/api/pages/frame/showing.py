"""How a page is answered: whole, or the part that changed; a slider's place becomes a link."""

from typing import NamedTuple

from litestar import Response
from litestar.enums import MediaType

from upstream.api.answers import POSITION
from upstream.api.pages.frame.moment_shown import MomentShown
from upstream.api.pages.frame.travel import Travel
from upstream.api.pages.frame.visits import Visit
from upstream.api.pages.rendering import render

SEE_OTHER = 303

Shown = Response[str]


class Sheet(NamedTuple):
    """What a page holds. `template`.html is the whole, `template`_figures.html its figures."""

    feature: str
    title: str
    template: str
    page: object


def html(markup: str, *, status: int = 200, headers: dict[str, str] | None = None) -> Shown:
    known = {"Vary": "HX-Request, Cookie", **(headers or {})}
    return Response(markup, status_code=status, media_type=MediaType.HTML, headers=known)


def see_other(address: str) -> Shown:
    """Go on there with GET: after a command, a reload repeats nothing."""
    return Response(
        "", status_code=SEE_OTHER, media_type=MediaType.HTML, headers={"Location": address}
    )


def still(
    visit: Visit, feature: str, title: str, template: str, *, status: int = 200, **page: object
) -> Shown:
    """A page without a moment of its own."""
    return html(render(template, layout=visit.layout(feature, title), **page), status=status)


def at_moment(
    visit: Visit, travel: Travel, moment: MomentShown, sheet: Sheet, *, status: int = 200
) -> Shown:
    """A page at a moment, or for htmx the figures of it."""
    headers = {POSITION: str(moment.position)}
    here = moment.href if visit.request.method == "POST" else None
    layout = visit.layout(sheet.feature, sheet.title, as_of=moment.as_of, here=here)
    known = {"layout": layout, "moment": moment, "page": sheet.page}
    if visit.by_htmx:
        headers["HX-Replace-Url"] = moment.href
        moved = render("moved.html", figures=f"{sheet.template}_figures.html", **known)
        return html(moved, headers=headers)
    if travel.stop is not None:
        return see_other(moment.href)
    return html(render(f"{sheet.template}.html", **known), status=status, headers=headers)
