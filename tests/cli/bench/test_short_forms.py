"""Every benchmark runs from end to end and says what it measured; how fast is not asserted here."""

import msgspec
import pytest
from click.testing import CliRunner

from upstream.cli.bench import command
from upstream.cli.bench.telling import Measured

SMALL = {
    "ingest": ("--claims", "3000"),
    "projections": ("--claims", "3000"),
    "dashboard": ("--claims", "600", "--uploads", "3", "--requests", "20"),
    "timetravel": ("--claims", "600", "--uploads", "3", "--requests", "20"),
    "rules": ("--claims", "2000"),
}
PAGES = ("--claims", "8000", "--uploads", "4", "--requests", "2")
FIGURES = {
    "ingest": {
        "ingest, projectors paused",
        "ingest, everything running",
        "projections catching up, all of them",
        "the same by processor time",
    },
    "projections": {"projections catching up, all of them", "the same by processor time"},
    "dashboard": {"dashboard over HTTP, p50", "dashboard over HTTP, p95"},
    "timetravel": {
        "as of half-way, at the end of a commit, p95",
        "as of half-way, inside a commit, p95",
    },
    "rules": {"100 rules of which 14 apply", "ingest with all checks"},
}


@pytest.mark.feature("RD-4")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", SMALL)
def test_it_prints_its_figure_its_yardstick_and_the_ratio(name: str) -> None:
    answer = CliRunner().invoke(command, [name, *SMALL[name], "--json"], catch_exceptions=False)
    found = msgspec.json.decode(answer.stdout, type=Measured)

    assert answer.exit_code == 0
    assert {figure.name for figure in found.figures} == FIGURES[name]
    for figure in found.figures:
        assert figure.yardstick_value > 0
        assert figure.ratio == pytest.approx(figure.value / figure.yardstick_value, abs=0.002)
    assert all(found.checks.values())
    assert all(0 < peak < 400 for peak in found.peak_memory_mib.values())


@pytest.mark.feature("RD-4")
@pytest.mark.timeout(300)
def test_every_page_and_document_over_claims_is_asked_now_and_half_way() -> None:
    answer = CliRunner().invoke(command, ["pages", *PAGES, "--json"], catch_exceptions=False)
    found = msgspec.json.decode(answer.stdout, type=Measured)

    assert answer.exit_code == 0, found.checks
    names = {figure.name for figure in found.figures}
    for moment in ("now", "half-way"):
        for asked in ("document figures", "document scorecard", "document worklist", "page claims"):
            assert {f"{asked}, {moment}, p50", f"{asked}, {moment}, p95"} <= names
    assert any(name.startswith("page alert of") for name in names)
