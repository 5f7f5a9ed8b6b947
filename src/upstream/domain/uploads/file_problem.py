"""Why a file as a whole cannot be taken, and what a person could say to change that."""

import msgspec

from upstream.domain.claims.layout import Layout
from upstream.domain.personal.kinds import PersonalColumn
from upstream.domain.uploads.guess import Guess
from upstream.domain.uploads.mapping import Choice


class FileProblem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`code` is stable and public; no text here ever comes from a data row.

    `asks` names what is missing; `suggested` answers it as far as we can guess; uploading the file
    again with a mapping that answers everything is the way on.
    """

    code: str
    detail: str
    asks: tuple[str, ...] = ()
    suggested: tuple[Choice, ...] = ()
    headers: tuple[str, ...] = ()
    """The file's headers, of personal columns too: what a person can choose from."""
    guesses: tuple[Guess, ...] = ()
    """Which column may hold what nobody named, how sure that is and what speaks for it."""
    found: tuple[PersonalColumn, ...] = ()
    """Columns that tell who somebody is, where a file was held back for them."""
    layout: Layout | None = None
    """How the file would be read, where a person asked to look first."""


def held(layout: Layout) -> FileProblem:
    """The file could be taken, but a person wants to see first how it is read."""
    detail = "You asked to look first: nothing was recorded. Take it in if it is read right."
    columns = tuple(Choice(column.name, column.header) for column in layout.columns)
    return FileProblem(
        code="upload.confirmation_needed",
        detail=detail,
        suggested=columns,
        headers=layout.headers,
        layout=layout,
    )
