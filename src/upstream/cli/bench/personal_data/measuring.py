"""Columns with and without personal data, and how many of each the detector tells apart."""

import re
from collections import defaultdict
from collections.abc import Iterator
from random import Random
from typing import Final, NamedTuple

import msgspec

from upstream.cli.bench.personal_data.hosts import CLEAN, HOSTS, TEXTS
from upstream.cli.bench.personal_data.people import BLIND, KINDS, SENTENCES, TODAY, birth
from upstream.cli.bench.personal_data.words import REASONS
from upstream.domain.claims.columns import KNOWN_HEADERS
from upstream.domain.personal.columns import Seen, judge_column
from upstream.domain.personal.texts import Finder

ROWS: Final = 1_000
"""Of a column; a file's sample has up to five times as many."""
PREVALENCES: Final = (1, 5, 25, 100)
"""In percent of the rows."""
SEEDS: Final = tuple(range(1001, 1011))
"""Never used while the detector was made; that was done with 1 to 9."""

ANYWHERE: Final = "any"


class Case(NamedTuple):
    """A column; `kind` is what strayed into it, None where nothing did."""

    what: str
    header: str
    cells: list[str]
    kind: str | None = None
    percent: int = 0
    strays: dict[int, str] = {}  # noqa: RUF012  never changed
    """What strayed in, by row."""


class Recall(msgspec.Struct, frozen=True, kw_only=True):
    """Of so many columns with this kind in so many percent of their rows, how many were found."""

    kind: str
    percent: int
    columns: int
    found: int
    named_right: int
    """Found, and called by its own name."""
    cells: int
    masked: int
    """Of the cells with it: nothing that could tell who it is was left in them."""


class Alarms(msgspec.Struct, frozen=True, kw_only=True):
    columns: int
    false: int
    by_column: dict[str, int]


class Table(msgspec.Struct, frozen=True, kw_only=True):
    recalls: list[Recall]
    alarms: Alarms
    blind: dict[str, float]
    """What is known not to be found by itself: the share of columns in which it was, at 5 %."""

    @property
    def recall(self) -> float:
        return sum(one.found for one in self.recalls) / sum(one.columns for one in self.recalls)

    @property
    def alarm_rate(self) -> float:
        return self.alarms.false / self.alarms.columns


class _Sums:
    """What adds up to a `Recall`."""

    def __init__(self) -> None:
        self.columns = self.found = self.right = self.cells = self.masked = 0

    def add(self, case: Case, seen: Seen | None, finder: Finder) -> None:
        self.columns += 1
        self.found += seen is not None
        self.right += seen is not None and seen.kind == case.kind
        self.cells += len(case.strays)
        people_seen = seen is not None and seen.kind == "name"
        for row, stray in case.strays.items():
            left, _ = finder.masked(case.cells[row], people_seen=people_seen)
            self.masked += not any(word in left for word in _TELLING.findall(stray))


_TELLING: Final = re.compile(r"(?!\b(?:card|born|Apt|Jr|d\.o\.b)\b)[\w@]{4,}")
"""Words and numbers that tell something; labels such as DOB are short or named here."""


def measure(seeds: tuple[int, ...] = SEEDS) -> Table:
    finder = Finder(TODAY)
    sums: defaultdict[tuple[str, int], _Sums] = defaultdict(_Sums)
    false: dict[str, int] = {}
    clean = 0
    for case in _cases(seeds):
        # Columns that are read are judged by their values alone, as in an upload.
        header = "" if case.header in KNOWN_HEADERS else case.header
        seen = judge_column(header, case.cells, finder, TODAY)
        if case.kind is None:
            clean += 1
            if seen:
                false[case.what] = false.get(case.what, 0) + 1
        else:
            sums[case.kind, case.percent].add(case, seen, finder)
    recalls = [
        Recall(
            kind=kind,
            percent=percent,
            columns=one.columns,
            found=one.found,
            named_right=one.right,
            cells=one.cells,
            masked=one.masked,
        )
        for (kind, percent), one in sums.items()
    ]
    alarms = Alarms(columns=clean, false=sum(false.values()), by_column=false)
    return Table(recalls=recalls, alarms=alarms, blind=_blind(seeds, finder))


def _blind(seeds: tuple[int, ...], finder: Finder) -> dict[str, float]:
    found: defaultdict[str, list[bool]] = defaultdict(list)
    for seed in seeds:
        random = Random(seed)  # noqa: S311  reproducible, not secret
        for what, written in BLIND.items():
            cells = [random.choice(REASONS) for _ in range(ROWS)]
            for row in random.sample(range(ROWS), ROWS // 20):
                cells[row] = written(random)
            found[what].append(judge_column("", cells, finder, TODAY) is not None)
    return {what: sum(each) / len(each) for what, each in found.items()}


def _cases(seeds: tuple[int, ...]) -> Iterator[Case]:
    for seed in seeds:
        random = Random(seed)  # noqa: S311  reproducible, not secret
        for what, (header, cell) in CLEAN.items():
            yield Case(what, header, [cell(random, row) for row in range(ROWS)])
        for kind in KINDS:
            for host in HOSTS:
                for percent in PREVALENCES:
                    yield _strayed(random, kind, host, percent)
        for header, days in (("field_7", "%m/%d/%Y"), ("col_b", "%Y-%m-%d"), ("ref", "%Y%m%d")):
            cells = [birth(random).strftime(days) for _ in range(ROWS)]
            yield Case("births alone", header, cells, "date_of_birth", 100)
        bare = ["".join(filter(str.isdigit, KINDS["phone"](random)))[-10:] for _ in range(ROWS)]
        yield Case("phones without marks", "field_8", bare, "phone", 100)


def _strayed(random: Random, kind: str, host: str, percent: int) -> Case:
    header, cell = CLEAN[host]
    cells = [cell(random, row) for row in range(ROWS)]
    strays = {}
    for row in random.sample(range(ROWS), ROWS * percent // 100):
        strays[row] = KINDS[kind](random)
        sentence = random.choice(SENTENCES[kind]) if host in TEXTS else "{}"
        cells[row] = sentence.format(strays[row])
    return Case(host, header, cells, kind, percent, strays)
