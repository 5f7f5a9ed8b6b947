"""What a question asks beyond its own filters: which moment, how fresh, which page."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Generic, TypedDict, TypeVar
from urllib.parse import urlencode

import msgspec
from litestar import Response

from upstream.api.answers import POSITION
from upstream.api.callers import Connection
from upstream.api.cursors import Cursor, Cursors
from upstream.projections.moments import AtPosition, Moment

T = TypeVar("T")

LIMIT_MAX = 200
_ABOUT_THE_PAGE = frozenset({"cursor", "limit", "as_of", "min_position"})


class At(TypedDict):
    as_of: Moment | None
    min_position: int


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """`as_of` None means now; the answer shows at least `min_position`."""

    as_of: Moment | None = None
    min_position: int = 0

    @property
    def moment(self) -> At:
        """What `Views.at` wants to know."""
        return {"as_of": self.as_of, "min_position": self.min_position}


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """One page of a list. `next` is the cursor of the page after it; all show one position."""

    items: Sequence[T]
    next: str | None
    position: int


class Listing:
    """One page of a list: how many items, after which, at the moment its first page showed."""

    def __init__(
        self,
        connection: Connection,
        cursors: Cursors,
        asked: Asked,
        limit: int,
        cursor: str | None,
    ) -> None:
        """Raises CursorUnreadable."""
        self._connection = connection
        self._cursors = cursors
        self._question = _digest(connection)
        self.limit = limit
        self.asked = asked
        self.after: tuple[str | int | None, ...] | None = None
        if cursor is not None:
            known = cursors.read(cursor, asked=self._question)
            self.asked = Asked(as_of=AtPosition(known.position))
            self.after = known.after

    @property
    def below(self) -> int | None:
        """For lists whose sort key is a position: newest first, go on below this one."""
        key = self.after[0] if self.after else None
        return key if isinstance(key, int) else None

    @property
    def after_pair(self) -> tuple[int, str] | None:
        """For lists with the worst first: go on behind this weight and this id."""
        match self.after:
            case (int(weight), str(key)):
                return weight, key
            case _:
                return None

    @property
    def after_texts(self) -> tuple[str, str] | None:
        """For lists with the latest first: go on behind this instant and this id."""
        match self.after:
            case (str(instant), str(key)):
                return instant, key
            case _:
                return None

    def page(
        self, items: Sequence[T], *, after: str | int | None, position: int
    ) -> Response[Page[T]]:
        """`after` is the sort key to go on from; None at the end of the list."""
        return self.page_by(items, after=None if after is None else (after,), position=position)

    def part_of(self, everything: Sequence[T], *, position: int) -> Response[Page[T]]:
        """One page of a list that is read whole: the position is pinned, so places stay."""
        begin = self.below or 0
        end = begin + self.limit
        more = end < len(everything)
        return self.page(everything[begin:end], after=end if more else None, position=position)

    def page_by(
        self,
        items: Sequence[T],
        *,
        after: tuple[str | int | None, ...] | None,
        position: int,
    ) -> Response[Page[T]]:
        following, headers = self.following(after, position)
        return Response(Page(items=items, next=following, position=position), headers=headers)

    def following(
        self, after: tuple[str | int | None, ...] | None, position: int
    ) -> tuple[str | None, dict[str, str]]:
        """The cursor of the next page, and the headers of this one."""
        headers = {POSITION: str(position)}
        if after is None:
            return None, headers
        cursor = self._cursors.written(Cursor(position=position, after=after, asked=self._question))
        return cursor, headers | {"Link": f'<{self._address(cursor)}>; rel="next"'}

    def _address(self, cursor: str) -> str:
        kept = [
            (name, value)
            for name, value in self._connection.query_params.multi_items()
            if name not in {"cursor", "as_of", "min_position"}
        ]
        return f"{self._connection.scope['path']}?{urlencode([*kept, ('cursor', cursor)])}"


def _digest(connection: Connection) -> bytes:
    """The same list with the same filters for the same customer, whatever the page."""
    filters = sorted(
        (name, str(value))
        for name, value in connection.query_params.multi_items()
        if name not in _ABOUT_THE_PAGE
    )
    place = connection.scope["state"]["place"]
    path = connection.scope.get("path_template", "")
    return sha256(f"{place.customer_id}\n{path}\n{filters}".encode()).digest()[:16]
