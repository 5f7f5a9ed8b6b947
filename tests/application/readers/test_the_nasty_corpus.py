"""Every hostile file does what a user would expect of it, or better: docs/hostile-inputs.md."""

import json
from pathlib import Path

import pytest
from tests.application.readers.reading import judged, parts_of, problem_of
from tests.support.corpus import corpus

from upstream.domain.uploads.file_problem import FileProblem

BETTER = {
    "19a_zip_renamed.csv": 3,
    "19b_gzip_renamed.csv": 3,
    "74_835_gzip.835": 2,
    "32_placeholders.csv": 7,
    "41_exact_duplicates.csv": 6,
    "45_phi_columns.csv": 3,
}
"""Good rows where they are others than expected; the reasons stand in docs/hostile-inputs.md."""

REFUSED = {
    "17_no_header.csv": "upload.header_missing",
    "18a_empty.csv": "upload.empty",
    "18b_header_only.csv": "upload.no_rows",
    "18c_whitespace.csv": "upload.empty",
    "19c_html_excel.csv": "upload.not_a_table",
    "44_line_level.csv": "upload.mapping_needed",
    "67_835_truncated.835": "upload.truncated",
    "69_835_testflag.835": "upload.test_file",
    "71_999_not_835.835": "upload.not_claims",
}


def expected() -> list[tuple[str, int]]:
    """Name and good rows of every file, in the order of the list; skips the test without it."""
    told = json.loads(corpus("nasty", "expected.json").read_bytes())
    return [(one["file"], one["good_rows"]) for one in told]


@pytest.mark.feature("IN-2", "IN-4")
def test_every_hostile_file_gives_the_good_rows_it_should() -> None:
    found: dict[str, int | str] = {}
    for name, _ in expected():
        content = corpus("nasty", name).read_bytes()
        verdict = judged(content)
        if isinstance(verdict, FileProblem):
            found[name] = verdict.code
        else:
            found[name] = sum(len(part.understood.facts) for part in parts_of(content))

    assert found == dict(expected()) | BETTER | REFUSED


def test_every_hostile_file_is_in_the_list() -> None:
    folder = corpus("nasty", "expected.json").parent
    files = {path.name for path in folder.iterdir()} - {"expected.json"}

    assert files == {name for name, _ in expected()}


def test_every_deviation_has_its_reason_written_down() -> None:
    written = Path(__file__).parents[3].joinpath("docs", "hostile-inputs.md").read_text()

    assert [name for name in BETTER if name not in written] == []


def test_a_file_of_lines_is_read_once_a_person_said_so() -> None:
    content = corpus("nasty", "44_line_level.csv").read_bytes()
    parts = parts_of(content, mapping={"grain": "line"})

    assert problem_of(content) == "upload.mapping_needed"
    assert sum(len(part.understood.facts) for part in parts) == 3
