"""How files of one source are read: the source is its header row, whatever the file is called."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from upstream.domain.claims.cells import tidy
from upstream.domain.claims.columns import normalised
from upstream.domain.decider import Decider
from upstream.domain.mappings.commands import (
    HeaderMappingCommand,
    SaveHeaderMapping,
    WithdrawHeaderMapping,
)
from upstream.domain.mappings.events import (
    HeaderMappingEvent,
    HeaderMappingSaved,
    HeaderMappingWithdrawn,
)
from upstream.domain.mappings.refusals import HeaderMappingIncomplete, HeaderMappingUnknown
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.mapping import Choice
from upstream.domain.uploads.options import FOR_THIS_TIME
from upstream.domain.uploads.recognition import recognise

NAME_LENGTH_MAX = 80


@dataclass(frozen=True, slots=True)
class Unknown: ...


@dataclass(frozen=True, slots=True)
class Remembered:
    mapping: HeaderMappingSaved
    is_saved: bool


HeaderMapping = Unknown | Remembered


def source_of(headers: Sequence[str]) -> str:
    """The fingerprint of a header row: SHA-256 of its normalised headers in their order."""
    return sha256("\x1f".join(map(normalised, headers)).encode()).hexdigest()


def decide(command: HeaderMappingCommand, mapping: HeaderMapping) -> tuple[HeaderMappingEvent, ...]:
    match command:
        case SaveHeaderMapping():
            return _save(command, mapping)
        case WithdrawHeaderMapping():
            match mapping:
                case Remembered(is_saved=True):
                    return (HeaderMappingWithdrawn(),)
                case _:
                    raise HeaderMappingUnknown("nothing is saved for files with these headers")


def _save(command: SaveHeaderMapping, mapping: HeaderMapping) -> tuple[HeaderMappingEvent, ...]:
    choices = tuple(one for one in command.choices if one.name not in FOR_THIS_TIME)
    read = recognise(command.headers, choices)
    if isinstance(read, FileProblem):
        asks = ", ".join(read.asks) or None
        raise HeaderMappingIncomplete(read.detail, asks=asks, problem=read.code)
    name = tidy(command.name)[:NAME_LENGTH_MAX] if command.name else None
    if name is None and isinstance(mapping, Remembered):
        name = mapping.mapping.name
    saved = HeaderMappingSaved(headers=command.headers, choices=choices, name=name)
    return () if mapping == Remembered(saved, is_saved=True) else (saved,)


def evolve(mapping: HeaderMapping, event: HeaderMappingEvent) -> HeaderMapping:
    match event:
        case HeaderMappingSaved():
            return Remembered(event, is_saved=True)
        case HeaderMappingWithdrawn():
            assert isinstance(mapping, Remembered)
            return Remembered(mapping.mapping, is_saved=False)


def remembered(mapping: HeaderMapping) -> tuple[Choice, ...]:
    """What a person said about files with these headers; nothing where nobody did."""
    match mapping:
        case Remembered(mapping=saved, is_saved=True):
            return saved.choices
        case _:
            return ()


decider: Decider[HeaderMappingCommand, HeaderMapping, HeaderMappingEvent] = Decider(
    "header-mapping", Unknown(), decide, evolve
)
