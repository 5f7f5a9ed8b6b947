"""`upstream remits`: what remittances say, and how many claims were denied by which definition."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
import rich_click as click

from upstream.application.readers.x12.content import is_x12
from upstream.application.readers.x12.definitions import DEFINITIONS, Measured, measure
from upstream.application.readers.x12.judging import look_at
from upstream.application.readers.x12.kinds import REMITTANCE
from upstream.domain.uploads.file_problem import FileProblem
from upstream.projections.money import dollars

_HEAD_BYTES: Final = 1_000
_NO_REMITTANCE: Final = frozenset({"upload.not_claims", "upload.no_claims"})


class Refused(msgspec.Struct, frozen=True):
    """A remittance that could not be read, and why."""

    file: str
    code: str
    detail: str


class Definition(msgspec.Struct, frozen=True):
    """One way to say that a claim was denied, and how many of the final claims were."""

    name: str
    explained: str
    claims: int
    rate: float | None


class Delay(msgspec.Struct, frozen=True):
    """Days from receipt by the payer to payment, of the claims that say both."""

    claims: int
    median: float | None
    shortest: int | None
    longest: int | None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything added up. paid + difference of the payments are what was paid for claims less
    what was taken back.
    """

    files: int
    passed_over: int
    """Files that hold no remittance."""
    refused: list[Refused]
    payments: int
    claims: int
    lines: int
    adjustments: int
    charged: str
    paid: str
    taken_back: str
    difference: str
    claims_off_balance: int
    lines_off_balance: int
    statuses: dict[str, int]
    reversals: int
    undecided: int
    final: int
    definitions: list[Definition]
    partly_denied: int
    duplicates: int
    families: dict[str, int]
    delay: Delay


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH…"
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
def command(paths: tuple[Path, ...], as_json: bool) -> None:
    """Count remittances (835): claims, lines, money, and the denial rate by four definitions.

    PATH is a file or a folder with files in it. Files that are no remittances are passed over;
    test files are read. Exit code 1 where there is no remittance, 3 where one could not be read.
    """
    report = _report(sorted(_files(paths)))
    click.echo(msgspec.json.encode(report) if as_json else _told(report))
    if report.refused:
        sys.exit(3)
    if not report.files:
        sys.exit(1)


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        yield from (one for one in path.rglob("*") if one.is_file()) if path.is_dir() else (path,)


def _report(paths: list[Path]) -> Report:
    measured, files, passed_over = Measured(), 0, 0
    refused: list[Refused] = []
    for path in paths:
        with path.open("rb") as file:
            if not is_x12(file.read(_HEAD_BYTES)):
                passed_over += 1
                continue
            found = look_at(file, test_files=True)
            if isinstance(found, FileProblem) and found.code in _NO_REMITTANCE:
                passed_over += 1
            elif isinstance(found, FileProblem):
                refused.append(Refused(path.name, found.code, found.detail))
            elif REMITTANCE not in found.control.sets:
                passed_over += 1
            else:
                measure(file, measured)
                files += 1
    return _made(measured, files, passed_over, refused)


def _made(measured: Measured, files: int, passed_over: int, refused: list[Refused]) -> Report:
    delays = measured.delays
    return Report(
        files=files,
        passed_over=passed_over,
        refused=refused,
        payments=measured.payments,
        claims=measured.claims,
        lines=measured.sums.lines,
        adjustments=measured.adjustments,
        charged=dollars(measured.charged_cents),
        paid=dollars(measured.sums.paid_cents),
        taken_back=dollars(measured.taken_back_cents),
        difference=dollars(measured.difference_cents),
        claims_off_balance=measured.sums.claims_off,
        lines_off_balance=measured.sums.lines_off,
        statuses=dict(measured.statuses.most_common()),
        reversals=measured.reversals,
        undecided=measured.undecided,
        final=measured.final,
        definitions=[
            Definition(name, explained, measured.denied[name], measured.rate(name))
            for name, explained in DEFINITIONS.items()
        ],
        partly_denied=measured.partly_denied,
        duplicates=measured.duplicates,
        families=dict(measured.families.most_common()),
        delay=Delay(
            len(delays),
            measured.delay_median(),
            min(delays, default=None),
            max(delays, default=None),
        ),
    )


def _told(report: Report) -> str:
    counted = (
        f"{report.files:,} files, {report.payments:,} payments, {report.claims:,} claims,"
        f" {report.lines:,} lines, {report.adjustments:,} adjustments"
        f" ({report.passed_over:,} files without a remittance)"
    )
    money = (
        f"charged ${report.charged}, paid ${report.paid}, taken back ${report.taken_back},"
        f" off by ${report.difference}"
    )
    final = (
        f"final claims {report.final:,} (without {report.reversals:,} reversals and"
        f" {report.undecided:,} not decided)"
    )
    definitions = [
        f"  {one.claims:>8,}  {_percent(one.rate):>7}  {one.explained}"
        for one in report.definitions
    ]
    parts = f"  partly denied {report.partly_denied:,}, denied as duplicates {report.duplicates:,}"
    refused = [f"refused {one.file}: {one.detail} ({one.code})" for one in report.refused]
    lines = [counted, money, final, "", "denied, by definition", *definitions, parts]
    return "\n".join([*lines, *_delay_told(report.delay), *refused])


def _delay_told(delay: Delay) -> list[str]:
    if delay.median is None:
        return []
    range_said = f"{delay.shortest} to {delay.longest}, on {delay.claims:,} claims"
    return [f"days from receipt to payment: median {delay.median:g}, {range_said}"]


def _percent(rate: float | None) -> str:
    return "none" if rate is None else f"{rate:.1%}"
