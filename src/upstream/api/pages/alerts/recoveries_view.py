"""What the page of recoveries shows, ready for its template."""

import msgspec

from upstream.api.pages.frame.tiles import Tile


class SourceLine(msgspec.Struct, frozen=True, kw_only=True):
    """A period, or a payer: what operators wrote down, and what the claims say."""

    name: str
    typed: int
    typed_count: int
    claims: int
    claims_count: int
    taken_back: int


class LatestLine(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    href: str
    operator: str
    on: str
    amount: int | None


class PersonLine(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    amount: int | None
    count: int
    speed: str


class SeriesLine(msgspec.Struct, frozen=True, kw_only=True):
    """`cells`: share judged real and how many were judged, one for each month of the table."""

    name: str
    cells: tuple[tuple[str, str], ...]


class RecoveriesPage(msgspec.Struct, frozen=True, kw_only=True):
    alerts_href: str
    tiles: tuple[Tile, ...]
    formula: str
    periods: tuple[SourceLine, ...]
    payers: tuple[SourceLine, ...]
    latest: tuple[LatestLine, ...]
    people: tuple[PersonLine, ...]
    months: tuple[str, ...]
    rules: tuple[SeriesLine, ...]
    products: tuple[SeriesLine, ...]
