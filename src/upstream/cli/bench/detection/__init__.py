"""Does detection deserve trust? Simulated years with answer sheets, through the whole pipeline."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec
import rich_click as click

from upstream.application.seed.labelled import AnswerSheet, simulated_claims, world
from upstream.cli.bench.detection.judging import Fired
from upstream.cli.bench.detection.replaying import LAST_LOOK, LOOKS, replay
from upstream.cli.bench.detection.requirements import bench_requirements
from upstream.cli.bench.detection.scoring import SURE, Score, add
from upstream.cli.bench.detection.shortcut import replay_shortly
from upstream.cli.bench.detection.streams import adwin, cusum
from upstream.cli.bench.detection.telling import (
    OURS,
    OURS_SURE,
    row_of,
    show,
    tell_confidence,
    tell_year,
)
from upstream.cli.bench.detection.thresholds import fisher, naive, original
from upstream.cli.bench.detection.weekly_sums import Watched, watched
from upstream.cli.trial import Trial
from upstream.workers.installation import opened

_ANCHORS: Final[dict[str, Callable[[AnswerSheet, Watched, Sequence[int]], Iterator[Fired]]]] = {
    "two weeks against thirteen, 5 points": naive,
    "Fisher and Welch, BH 5 %": fisher,
    "CUSUM k=0.5 h=8": cusum,
    "ADWIN, delta 0.002": adwin,
}
_ORIGINAL: Final = "the original's thresholds"


@click.command("detection")
@click.option("--seeds", default="101-108", show_default=True, help="Years with drifts.")
@click.option("--null", "nulls", default="101-108", show_default=True, help="Years without.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document and nothing else.")
@click.option("--episodes", is_flag=True, help="Also print every false episode and missed drift.")
@click.option(
    "--shortcut",
    is_flag=True,
    help="Copy claims into the read model instead of uploading them: the same cell queries and"
    " detectors, the same findings, without log and projections.",
)
@click.option(
    "--scenario",
    type=click.Choice(["drifts", "requirements"]),
    default="drifts",
    show_default=True,
    help="requirements: authorizations asked for and contracts not kept, AuthSignal and ContractIQ"
    " each beside its own yardsticks.",
)
def command(
    *, seeds: str, nulls: str, as_json: bool, episodes: bool, shortcut: bool, scenario: str
) -> None:
    """Replay simulated years week by week: upload, read models, runs of every product, findings.

    Yardsticks see the same claims as weekly sums (ADWIN: claim by claim); CUSUM's alarm level is
    tuned for them. Every method's findings at most 14 days apart are one episode.
    """
    if scenario == "requirements":
        years = _numbers(seeds), _numbers(nulls)
        bench_requirements(*years, as_json=as_json, episodes=episodes, shortcut=shortcut)
        return
    scores = {name: Score() for name in (OURS, OURS_SURE, _ORIGINAL, *_ANCHORS)}
    with Trial() as trial, opened(trial.settings) as installation:
        for seed, drifts in [(n, True) for n in _numbers(seeds)] + [
            (n, False) for n in _numbers(nulls)
        ]:
            year = world(seed, drifts=drifts)
            claims = list(simulated_claims(year))
            slug = f"year-{seed}" if drifts else f"null-{seed}"
            replayed = (
                replay_shortly(trial, installation, slug, year.sheet, claims)
                if shortcut
                else replay(installation, slug, year.sheet, claims)
            )
            judged = add(scores[OURS], year.sheet, replayed.fired, replayed.key_weeks)
            sure = [one for one in replayed.fired if one.confidence >= SURE]
            add(scores[OURS_SURE], year.sheet, sure, replayed.key_weeks)
            sums = watched(claims, year.sheet.denial_reasons, 7 * LAST_LOOK)
            for name, anchor in _ANCHORS.items():
                add(scores[name], year.sheet, anchor(year.sheet, sums, LOOKS), replayed.key_weeks)
            fired = original(year.sheet, claims, LOOKS)
            add(scores[_ORIGINAL], year.sheet, fired, replayed.key_weeks)
            if episodes:
                tell_year(slug, year.sheet, judged)
            told = f"{len(claims):,} claims, findings sha256 {replayed.sha256[:16]}"
            click.echo(f"{slug}: {told}", err=True)
    rows = [row_of(name, score) for name, score in scores.items()]
    if as_json:
        click.echo(msgspec.json.encode(rows))
        return
    show(rows)
    tell_confidence(scores[OURS])


def _numbers(text: str) -> list[int]:
    """`1-3,7` are 1, 2, 3 and 7; nothing is nothing."""
    found: list[int] = []
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found
