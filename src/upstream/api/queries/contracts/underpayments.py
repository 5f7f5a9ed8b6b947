"""What payers allowed below their contracts: the totals, the lines behind them, a file of those."""

from typing import Annotated, Final, Literal
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, QueryParameter, SkipValidation

from upstream.api.access import allowed
from upstream.api.answers import POSITION, shown, widened
from upstream.api.asked import Page
from upstream.api.dependencies import (
    AnyRequest,
    AskedGiven,
    ListingGiven,
    PartsGiven,
    PlaceGiven,
)
from upstream.api.ranges import From, To, days_asked
from upstream.projections.contracts import underpayments
from upstream.projections.contracts.underpaid_lines import UnderpaidLine, Verdict, underpaid_lines
from upstream.projections.contracts.underpayments import UnderpaymentFilter, Underpayments
from upstream.projections.contracts.underpayments_file import underpayments_csv
from upstream.projections.view import View

_READ: Final = allowed("contracts:read")
_CSV: Final = "text/csv"


class UnderpaymentsDocument(Underpayments, frozen=True, kw_only=True):
    """As known at `position`."""

    position: int


class UnderpaymentsAsked:
    """Which lines, as query parameters; days are days of decision."""

    def __init__(
        self,
        since: From = None,
        until: To = None,
        payer: FromQuery[str | None] = None,
        cpt: FromQuery[str | None] = None,
        contract_id: FromQuery[UUID | None] = None,
        *,
        verdict: FromQuery[Verdict | None] = None,
    ) -> None:
        self._since, self._until = since, until
        self._payer, self._cpt, self._contract_id = payer, cpt, contract_id
        self.verdicts: tuple[Verdict, ...] = (verdict,) if verdict else ("underpaid", "recoded")

    def wanted(self, view: View, time_zone: str) -> UnderpaymentFilter:
        """Raises `RangeEmpty`."""
        days = days_asked(view, time_zone, self._since, self._until)
        return UnderpaymentFilter(
            since=days.since,
            until=days.until,
            payer=self._payer,
            cpt=self._cpt,
            contract_id=self._contract_id,
        )


AskedOfUnderpayments = NamedDependency[SkipValidation[UnderpaymentsAsked]]
_ASKED: Final = {"wanted": Provide(UnderpaymentsAsked, sync_to_thread=False)}


@get(
    "/underpayments",
    operation_id="underpayments",
    opt=_READ,
    dependencies=_ASKED,
    sync_to_thread=True,
)
def underpayment_totals(
    parts: PartsGiven, place: PlaceGiven, asked: AskedGiven, wanted: AskedOfUnderpayments
) -> Response[UnderpaymentsDocument]:
    """What payers owe below their contracts, by payer and procedure, and what was left out, why."""
    needs = underpayments.NEEDS
    with parts.views.at(place.customer_id, needs=needs, **asked.moment) as view:
        found = underpayments.underpayments(view, wanted.wanted(view, place.time_zone))
        document = widened(UnderpaymentsDocument, found, position=view.position)
        return shown(document, view.position)


@get(
    "/underpayments/lines",
    operation_id="underpayments.lines",
    opt=_READ,
    dependencies=_ASKED,
    sync_to_thread=True,
)
def underpayment_lines(
    request: AnyRequest,
    parts: PartsGiven,
    place: PlaceGiven,
    listing: ListingGiven,
    wanted: AskedOfUnderpayments,
    shape: Annotated[
        Literal["json", "csv"] | None,
        QueryParameter(name="format", description="Like the header Accept; default: json."),
    ] = None,
) -> Response[Page[UnderpaidLine]] | Response[str]:
    """The lines behind the totals, most owed first; with `Accept: text/csv` all, as a file."""
    needs = underpayments.NEEDS
    as_file = shape == "csv" or (shape is None and _CSV in request.headers.get("accept", ""))
    with parts.views.at(place.customer_id, needs=needs, **listing.asked.moment) as view:
        which = wanted.wanted(view, place.time_zone)
        if as_file:
            return _file(underpayments_csv(view, which, verdicts=wanted.verdicts), view.position)
        found = underpaid_lines(
            view,
            which,
            verdicts=wanted.verdicts,
            limit=listing.limit,
            after=_place(listing.after),
        )
        return listing.page_by(found.items, after=found.next, position=view.position)


def _file(text: str, position: int) -> Response[str]:
    headers = {
        POSITION: str(position),
        "Content-Disposition": 'attachment; filename="underpayments.csv"',
    }
    return Response(text, media_type=f"{_CSV}; charset=utf-8", headers=headers)


def _place(after: tuple[str | int | None, ...] | None) -> tuple[int, str, int] | None:
    match after:
        case (int(owed), str(claim_id), int(line)):
            return owed, claim_id, line
        case _:
            return None
