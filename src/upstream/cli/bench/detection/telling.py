"""What a benchmark of detection prints: a row a method, what was missed, what was wrong."""

from collections.abc import Sequence
from typing import Final

import msgspec
import rich_click as click
from rich.console import Console
from rich.table import Table

from upstream.application.seed.labelled import AnswerSheet
from upstream.cli.bench.detection.scoring import SURE, Episode, Score

OURS: Final = "Upstream"
OURS_SURE: Final = "Upstream, confidence from 0.95"
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


def row_of(name: str, score: Score) -> Row:
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


def show(rows: Sequence[Row]) -> None:
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


def tell_year(slug: str, sheet: AnswerSheet, judged: Sequence[Episode]) -> None:
    for one in judged:
        if one.verdict == "false":
            first = one.first
            click.echo(f"{slug}: false {first.place} {first.until} {first.confidence:.2f}")
    found = {one.label for one in judged if one.verdict == "true"}
    for place, label in enumerate(sheet.drifts):
        if place not in found:
            where = " / ".join(filter(None, (label.payer, label.cpt_group, label.detail)))
            click.echo(
                f"{slug}: missed {label.kind} {label.shape} {label.size:.2f} {where}"
                f" {label.begins_on}"
            )


def tell_confidence(score: Score) -> None:
    for low, high in _CONFIDENCES:
        count, true = score.sure(low, high)
        share = f"{true / count:.2f}" if count else "-"
        click.echo(
            f"confidence {low:.2f}-{min(high, 1):.2f}: {count} episodes, {share} of them true"
        )
