"""Columns of a file that tell who somebody is: found in the sample, before any row counts."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple, Protocol

from msgspec.structs import replace

from upstream.domain.claims.columns import AMOUNTS, DATES, NEEDED, ColumnName
from upstream.domain.claims.columns import normalised as normal
from upstream.domain.claims.layout import Column
from upstream.domain.personal.columns import Seen, judge_column
from upstream.domain.personal.kinds import LINES_KEPT, PersonalColumn, Screening, Treatment
from upstream.domain.personal.texts import Finder
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.recognition import Recognition, shown

MOSTLY: Final = 0.5
"""From this share of its cells on a column is what was found, and no longer what it was read as."""
CELLS_MIN: Final = 5
"""Fewer cells say nothing about their column: each of them is masked for itself."""
_PSEUDONYMS: Final[dict[ColumnName, str]] = {
    "claim_id": "claim_ref",
    "prior_authorization": "prior_authorization",
}
_NEVER_TEXT: Final[frozenset[ColumnName]] = frozenset(
    {*AMOUNTS, "cpt", "units", "modifiers", "remark_codes", "denial_group", "patient_id"}
)
"""Columns of codes and amounts, which anything else is refused in; and the one that is expected to
name a patient, of which a keyed pseudonym is kept.
"""


class Sampled(Protocol):
    """The part of a file's sample that is looked at here."""

    @property
    def headers(self) -> tuple[str, ...]: ...
    @property
    def columns(self) -> list[list[str]]: ...
    @property
    def lines(self) -> Sequence[int]: ...


class Judged(NamedTuple):
    """What is left to be read, what was found, and how rows are to be screened."""

    recognition: Recognition
    found: tuple[PersonalColumn, ...]
    screening: Screening


def judged_columns(sample: Sampled, recognition: Recognition, today: date) -> Judged | FileProblem:
    finder = Finder(today)
    read = {column.index: column for column in recognition.columns}
    found: dict[int, PersonalColumn] = {}
    for index, header in enumerate(sample.headers):
        column = read.get(index)
        seen = _seen(sample, index, column, finder, today)
        if seen is None:
            continue
        treatment = _treatment(column, seen)
        if treatment == "not_stored" and column and column.name in NEEDED:
            return _holds_people(column, seen)
        found[index] = _told(sample, header, column, seen, treatment)
    return Judged(_without(recognition, found, sample.headers), tuple(found.values()), _by(found))


def _seen(
    sample: Sampled, index: int, column: Column | None, finder: Finder, today: date
) -> Seen | None:
    cells = sample.columns[index]
    if column is None:
        return judge_column(normal(sample.headers[index]), cells, finder, today)
    if column.name in _NEVER_TEXT:
        return None
    seen = judge_column("", cells, finder, today)
    if seen and column.name in DATES:
        return seen if seen.confidence < 99 and seen.kind == "date_of_birth" else None
    return seen


def _treatment(column: Column | None, seen: Seen) -> Treatment:
    if column is None:
        return "not_stored"
    if seen.share < MOSTLY or seen.of < CELLS_MIN:
        return "masked"
    return "pseudonym" if column.name in _PSEUDONYMS else "not_stored"


def _told(
    sample: Sampled, header: str, column: Column | None, seen: Seen, treatment: Treatment
) -> PersonalColumn:
    lines = [sample.lines[row] for row in seen.rows[:LINES_KEPT] if row < len(sample.lines)]
    return PersonalColumn(
        header=shown(header),
        kind=seen.kind,
        confidence=seen.confidence,
        evidence=seen.evidence,
        treatment=treatment,
        column=column.name if column else None,
        cells=len(seen.rows),
        of=seen.of,
        lines=tuple(lines),
    )


def _without(
    recognition: Recognition, found: dict[int, PersonalColumn], headers: Sequence[str]
) -> Recognition:
    """Columns of personal data are not read; they are named among the personal ones."""
    gone = [index for index, one in found.items() if one.treatment == "not_stored"]
    personal = (*recognition.personal, *(shown(headers[index]) for index in gone))
    return replace(
        recognition,
        columns=tuple(column for column in recognition.columns if column.index not in gone),
        personal=tuple(dict.fromkeys(personal)),
        ignored=tuple(header for header in recognition.ignored if header not in personal),
    )


def _by(found: dict[int, PersonalColumn]) -> Screening:
    kept = [one for one in found.values() if one.column and one.treatment != "not_stored"]
    pseudonyms = [
        fact
        for name, fact in _PSEUDONYMS.items()
        if any(one.column == name and one.treatment == "pseudonym" for one in kept)
    ]
    names = {one.column for one in kept if one.kind == "name"}
    return Screening(pseudonyms=tuple(pseudonyms), names_in=tuple(sorted(filter(None, names))))


def _holds_people(column: Column, seen: Seen) -> FileProblem:
    what = seen.kind.replace("_", " ")
    detail = (
        f"The column read as {column.name} holds personal data ({what}) in {len(seen.rows)} of"
        f" {seen.of} cells looked at; nothing of the file was stored. Say which column is"
        f" {column.name}, or put the right values there."
    )
    return FileProblem(code="upload.mapping_personal", detail=detail, asks=(column.name,))
