"""The command: so many points, then a verdict over everything."""

import msgspec
import rich_click as click

from upstream.cli.faults.running import Run, run


@click.command("faults")
@click.option("--seed", default=1, show_default=True, help="The same seed, the same points.")
@click.option("--points", default=20, show_default=True, type=click.IntRange(min=1))
@click.option("--rows", default=100_000, show_default=True, type=click.IntRange(min=1_000))
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
def command(*, seed: int, points: int, rows: int, as_json: bool) -> None:
    """Strike worker, PostgreSQL, projector, API and Valkey in the middle of uploads of ROWS rows.

    On an installation of its own that is gone afterwards. Exit code 1 when a claim was lost or
    counted twice, a read model differs from a full replay, or a point was never hit.
    """
    found = run(seed=seed, count=points, rows=rows, say=lambda text: click.echo(text, err=True))
    if as_json:
        click.echo(msgspec.json.encode(_document(found, seed, rows)))
    else:
        _say(found)
    if not found.verdict.sound or len(found.struck) < points:
        raise SystemExit(1)


def _document(found: Run, seed: int, rows: int) -> dict[str, object]:
    return {
        "seed": seed,
        "rows": rows,
        "struck": [
            {"point": str(one.point), "seconds_to_the_end": round(one.seconds_to_the_end, 1)}
            for one in found.struck
        ],
        "missed": [str(point) for point in found.missed],
        "verdict": found.verdict._asdict(),
    }


def _say(found: Run) -> None:
    slowest = max((one.seconds_to_the_end for one in found.struck), default=0.0)
    click.echo(f"{len(found.struck)} points hit, {len(found.missed)} tried again")
    click.echo(f"slowest from restart to the end of the upload: {slowest:.1f} s")
    for name, value in found.verdict._asdict().items():
        click.echo(f"{name.replace('_', ' ')}: {value}")
