"""The benchmark of contracts runs from end to end; how fast is not asserted here."""

import msgspec
import pytest
from click.testing import CliRunner

from upstream.cli.bench import command
from upstream.cli.bench.telling import Measured


@pytest.mark.feature("DR-4")
@pytest.mark.timeout(300)
def test_claims_with_and_without_lines_are_counted_beside_their_bare_sums() -> None:
    asked = ["contracts", "--claims", "2000", "--rates", "1200", "--json"]
    answer = CliRunner().invoke(command, asked, catch_exceptions=False)
    found = msgspec.json.decode(answer.stdout, type=Measured)

    assert answer.exit_code == 0
    names = {figure.name for figure in found.figures}
    assert {"table, counted by week", "remittances, counted by week"} <= names
    assert "remittances, counted by week, beside the sums of their lines" in names
    assert all(figure.yardstick_value > 0 for figure in found.figures)
    assert all(peak > 0 for peak in found.peak_memory_mib.values())
