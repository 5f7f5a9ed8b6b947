"""How a page is answered: whole, or the part that changed; a slider's place becomes a link."""

from litestar import Response
from litestar.enums import MediaType

from upstream.api.answers import POSITION
from upstream.api.pages.moment_shown import MomentShown
from upstream.api.pages.rendering import render
from upstream.api.pages.travel import Travel
from upstream.api.pages.visits import Visit

SEE_OTHER = 303

Shown = Response[str]


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
    visit: Visit,
    travel: Travel,
    moment: MomentShown,
    *,
    feature: str,
    title: str,
    template: str,
    page: object,
) -> Shown:
    """A page at a moment. `template`.html is the whole, `template`_figures.html its figures."""
    headers = {POSITION: str(moment.position)}
    layout = visit.layout(feature, title, as_of=moment.as_of)
    if visit.by_htmx:
        headers["HX-Replace-Url"] = moment.href
        moved = render(
            "moved.html",
            layout=layout,
            moment=moment,
            page=page,
            figures=f"{template}_figures.html",
        )
        return html(moved, headers=headers)
    if travel.stop is not None:
        return see_other(moment.href)
    return html(
        render(f"{template}.html", layout=layout, moment=moment, page=page), headers=headers
    )
