"""Which header of a file is which column: by a person's word, or by the headers we know."""

from collections.abc import Sequence

import msgspec

from upstream.domain.claims.columns import HEADERS, KNOWN_HEADERS, MANY, NEEDED, ColumnName
from upstream.domain.claims.columns import normalised as normal
from upstream.domain.claims.layout import Column
from upstream.domain.personal.headers import is_personal
from upstream.domain.uploads.corrections import is_ours
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.mapping import NONE, Choice, as_mapping

HEADERS_KNOWN_MIN = 2
"""One familiar word alone may stand in a title or a data row."""
HEADER_LENGTH_MAX = 64


class Recognition(msgspec.Struct, frozen=True):
    """What became of every header."""

    columns: tuple[Column, ...]
    personal: tuple[str, ...]
    ignored: tuple[str, ...]


class _Refused(Exception):
    def __init__(self, problem: FileProblem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def header_score(cells: Sequence[str], chosen: tuple[Choice, ...]) -> int:
    """How many different headers of this row are known or were named by a person."""
    wanted = KNOWN_HEADERS | {normal(choice.value) for choice in chosen}
    return len({normal(cell) for cell in cells} & wanted)


def recognise(headers: Sequence[str], chosen: tuple[Choice, ...]) -> Recognition | FileProblem:
    try:
        columns = _columns(headers, chosen)
    except _Refused as refused:
        return refused.problem
    taken = {column.index for column in columns}
    left = [header for index, header in enumerate(headers) if index not in taken]
    found = {column.name for column in columns}
    missing = [
        name for name in NEEDED if name not in found and as_mapping(chosen).get(name) != NONE
    ]
    if missing:
        return _asking(missing, headers, left)
    personal = tuple(shown(header) for header in left if is_personal(normal(header)))
    ignored = tuple(
        shown(header) for header in left if not is_personal(normal(header)) and not is_ours(header)
    )
    return Recognition(columns, personal, tuple(filter(None, ignored)))


def recognised_columns(headers: Sequence[str], chosen: tuple[Choice, ...]) -> tuple[Column, ...]:
    """What is known of headers, whether or not it is enough; nothing where choices do not fit."""
    try:
        return _columns(headers, chosen)
    except _Refused:
        return ()


def _columns(headers: Sequence[str], chosen: tuple[Choice, ...]) -> tuple[Column, ...]:
    said = as_mapping(chosen)
    normalised = [normal(header) for header in headers]
    columns: list[Column] = []
    for name in sorted(HEADERS, key=lambda name: name not in said):
        value = said.get(name)
        if value == NONE:
            _may_be_absent(name)
            continue
        taken = {column.index for column in columns}
        if value is not None:
            indexes = [_chosen_index(name, value, normalised)]
        else:
            indexes = [i for i in _known_indexes(name, normalised) if i not in taken]
        sure = 100 if value is not None else None
        columns += [
            Column(name, i, headers[i].strip(), sure or (100 if normalised[i] == name else 90))
            for i in indexes
        ]
    return tuple(sorted(columns, key=lambda column: column.index))


def _known_indexes(name: ColumnName, normalised: list[str]) -> list[int]:
    """The column under the surest of this name's headers; all of them where many may be."""
    there = [header for header in HEADERS[name] if header in normalised]
    if name in MANY:
        return [index for index, header in enumerate(normalised) if header in there]
    return [_only_index(there[0], normalised)] if there else []


def _chosen_index(name: ColumnName, value: str, normalised: list[str]) -> int:
    header = normal(value)
    if header not in normalised:
        detail = f"The mapping of {name} names a header that the file does not have."
        raise _Refused(FileProblem(code="upload.mapping_invalid", detail=detail, asks=(name,)))
    if is_personal(header) and name != "patient_id":
        detail = f"The mapping of {name} names a column of personal data; it cannot be stored."
        raise _Refused(FileProblem(code="upload.mapping_personal", detail=detail, asks=(name,)))
    return _only_index(header, normalised)


def _only_index(header: str, normalised: list[str]) -> int:
    if normalised.count(header) > 1:
        detail = f"The header {shown(header)} stands over two columns; rename one of them."
        raise _Refused(FileProblem(code="upload.duplicate_header", detail=detail))
    return normalised.index(header)


def _may_be_absent(name: ColumnName) -> None:
    if name in NEEDED and name != "decided_date":
        detail = f"A claim cannot be recorded without {name}; name its header."
        raise _Refused(FileProblem(code="upload.mapping_invalid", detail=detail, asks=(name,)))


def _asking(missing: list[ColumnName], headers: Sequence[str], left: list[str]) -> FileProblem:
    suggested = tuple(filter(None, (_suggestion(name, left) for name in missing)))
    which = ", ".join(missing)
    detail = f"No header was recognised for: {which}. Say which column it is"
    none = ', or "none" where the file has no decision date' if "decided_date" in missing else ""
    return FileProblem(
        code="upload.mapping_needed",
        detail=f"{detail}{none}.",
        asks=tuple(missing),
        suggested=suggested,
        headers=tuple(shown(header) for header in headers if not is_ours(header)),
    )


def _suggestion(name: ColumnName, left: list[str]) -> Choice | None:
    for header in left:
        if telling_words(name) & set(normal(header).split("_")) and not is_personal(normal(header)):
            return Choice(name, shown(header))
    return Choice(name, NONE) if name == "decided_date" else None


def telling_words(name: ColumnName) -> set[str]:
    """The words of a column's known headers, without those that any header may have."""
    return {word for header in HEADERS[name] for word in header.split("_")} - _SAYS_LITTLE


_LITTLE = """
date amount code claim number no id name on of to process payment reason service primary
"""
_SAYS_LITTLE = frozenset(_LITTLE.split())


def shown(header: str) -> str:
    return " ".join(header.split())[:HEADER_LENGTH_MAX]
