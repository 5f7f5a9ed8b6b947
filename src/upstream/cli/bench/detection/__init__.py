"""Does detection deserve trust? Simulated years with answer sheets, through the whole pipeline."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec
import rich_click as click
from rich.console import Console
from rich.table import Table

from upstream.application.seed.labelled import AnswerSheet, simulated_claims, world
from upstream.cli.bench.detection.judging import Fired
from upstream.cli.bench.detection.replaying import LAST_LOOK, LOOKS, replay
from upstream.cli.bench.detection.scoring import SURE, Episode, Score, add
from upstream.cli.bench.detection.shortcut import replay_shortly
from upstream.cli.bench.detection.streams import adwin, cusum
from upstream.cli.bench.detection.thresholds import fisher, naive, original
from upstream.cli.bench.detection.weekly_sums import Watched, watched
from upstream.cli.trial import Trial
from upstream.workers.installation import opened

OURS: Final = "Upstream"
OURS_SURE: Final = "Upstream, confidence from 0.95"

_ANCHORS: Final[dict[str, Callable[[AnswerSheet, Watched, Sequence[int]], Iterator[Fired]]]] = {
    "two weeks against thirteen, 5 points": naive,
    "Fisher and Welch, BH 5 %": fisher,
    "CUSUM k=0.5 h=8": cusum,
    "ADWIN, delta 0.002": adwin,
}
_ORIGINAL: Final = "the original's thresholds"
_CONFIDENCES: Final = ((0.5, 0.65), (0.65, 0.8), (0.8, 0.95), (SURE, 1.01))


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One method's figures over all years. Interruptions are false episodes per 1 000 key-weeks."""

    method: str
    precision: float
    recall: float
    f1: float
    delay_days: float
    false_interruptions: float
    null_interruptions: float
    wrong_direction: int
    decoy_findings: int
    related: int
    sure: int
    sure_and_true: int
    by_kind: dict[str, list[int]]
    """Per kind: drifts, found, true episodes, false episodes."""


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
def command(*, seeds: str, nulls: str, as_json: bool, episodes: bool, shortcut: bool) -> None:
    """Replay simulated years week by week: upload, read models, runs of every product, findings.

    Yardsticks see the same claims as weekly sums (ADWIN: claim by claim); CUSUM's alarm level is
    tuned for them. Every method's findings at most 14 days apart are one episode.
    """
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
                _tell_year(slug, year.sheet, judged)
            told = f"{len(claims):,} claims, findings sha256 {replayed.sha256[:16]}"
            click.echo(f"{slug}: {told}", err=True)
    rows = [_row(name, score) for name, score in scores.items()]
    if as_json:
        click.echo(msgspec.json.encode(rows))
        return
    _show(rows)
    for low, high in _CONFIDENCES:
        count, true = scores[OURS].sure(low, high)
        share = f"{true / count:.2f}" if count else "-"
        click.echo(
            f"confidence {low:.2f}-{min(high, 1):.2f}: {count} episodes, {share} of them true"
        )


def _numbers(text: str) -> list[int]:
    """`1-3,7` are 1, 2, 3 and 7; nothing is nothing."""
    found: list[int] = []
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def _row(name: str, score: Score) -> Row:
    sure, true = score.sure()
    return Row(
        method=name,
        precision=round(score.precision, 3),
        recall=round(score.recall, 3),
        f1=round(score.f1, 3),
        delay_days=score.delay_days,
        false_interruptions=round(score.interruptions, 3),
        null_interruptions=round(score.null_interruptions, 3),
        wrong_direction=score.wrong_way,
        decoy_findings=score.decoys,
        related=score.related,
        sure=sure,
        sure_and_true=true,
        by_kind=score.by_kind,
    )


def _show(rows: Sequence[Row]) -> None:
    table = Table(
        *("method", "precision", "recall", "F1", "delay", "false / 1000", "null / 1000"),
        *("wrong way", "decoys"),
    )
    for row in rows:
        table.add_row(
            row.method,
            f"{row.precision:.2f}",
            f"{row.recall:.2f}",
            f"{row.f1:.2f}",
            f"{row.delay_days:.0f} d",
            f"{row.false_interruptions:.2f}",
            f"{row.null_interruptions:.2f}",
            str(row.wrong_direction),
            str(row.decoy_findings),
        )
    Console(width=140).print(table)
    for kind, (drifts, found, true, false) in sorted(rows[0].by_kind.items()):
        click.echo(f"{kind}: {found} of {drifts} drifts found; {true} episodes true, {false} false")


def _tell_year(slug: str, sheet: AnswerSheet, judged: Sequence[Episode]) -> None:
    for one in judged:
        if one.verdict == "false":
            first = one.first
            click.echo(f"{slug}: false {first.place} {first.until} {first.confidence:.2f}")
    found = {one.label for one in judged if one.verdict == "true"}
    for place, label in enumerate(sheet.drifts):
        if place not in found:
            where = " / ".join(filter(None, (label.payer, label.cpt_group, label.denial_reason)))
            click.echo(
                f"{slug}: missed {label.kind} {label.shape} {label.size:.2f} {where}"
                f" {label.begins_on}"
            )
