"""Years of requirements: AuthSignal and ContractIQ judged apart, each beside its own yardsticks."""

from collections.abc import Sequence
from typing import Final

import msgspec
import rich_click as click

from upstream.application.seed.labelled import AnswerSheet
from upstream.application.seed.labelled.requirements import (
    RequirementsSheet,
    required_claims,
    required_world,
)
from upstream.cli.bench.detection.replaying import LAST_LOOK, LOOKS, Replayed
from upstream.cli.bench.detection.requirements.replaying import (
    replay_required,
    replay_required_shortly,
)
from upstream.cli.bench.detection.requirements.shares import ANCHORS, Shares, shares
from upstream.cli.bench.detection.scoring import SURE, Episode, Score, add
from upstream.cli.bench.detection.telling import (
    OURS,
    OURS_SURE,
    Row,
    row_of,
    show,
    tell_confidence,
    tell_year,
)
from upstream.cli.trial import Trial
from upstream.workers.installation import opened

_KINDS: Final = {"authsignal": "authorization", "contractiq": "underpayment"}

Scores = dict[str, dict[str, Score]]
"""By product and method."""


def bench_requirements(
    seeds: Sequence[int],
    nulls: Sequence[int],
    *,
    as_json: bool,
    episodes: bool,
    shortcut: bool,
    looks: Sequence[int] = LOOKS,
) -> None:
    """Prints a table a product, or one JSON document of rows by product."""
    scores: Scores = {
        product: {name: Score() for name in (OURS, OURS_SURE, *anchors)}
        for product, anchors in ANCHORS.items()
    }
    years = [*((seed, True) for seed in seeds), *((seed, False) for seed in nulls)]
    replay = replay_required_shortly if shortcut else replay_required
    with Trial() as trial, opened(trial.settings) as installation:
        for seed, drifts in years:
            made = required_world(seed, drifts_too=drifts)
            claims = list(required_claims(made))
            slug = f"required-{seed}" if drifts else f"required-null-{seed}"
            year = replay(trial, installation, slug, made.sheet, claims, looks)
            seen = shares(made, claims, 7 * LAST_LOOK, year.contracted)
            judged = _add(scores, made.sheet, year.replayed, seen, looks)
            for sheet, found in judged if episodes else ():
                tell_year(slug, sheet, found)
            told = f"{len(claims):,} claims, findings sha256 {year.replayed.sha256[:16]}"
            click.echo(f"{slug}: {told}", err=True)
    rows: dict[str, list[Row]] = {
        product: [row_of(name, score) for name, score in methods.items()]
        for product, methods in scores.items()
    }
    if as_json:
        click.echo(msgspec.json.encode(rows))
        return
    for product, methods in rows.items():
        click.echo(product)
        show(methods)
        tell_confidence(scores[product][OURS])


def _add(
    scores: Scores,
    whole: RequirementsSheet,
    replayed: Replayed,
    seen: Shares,
    looks: Sequence[int],
) -> list[tuple[AnswerSheet, list[Episode]]]:
    """Each product against the drifts that are its own."""
    judged: list[tuple[AnswerSheet, list[Episode]]] = []
    for product, methods in scores.items():
        kind, tests = _KINDS[product], replayed.tests[product]
        own = tuple(one for one in whole.drifts if one.kind == kind)
        sheet = msgspec.structs.replace(whole, drifts=own)
        fired = [one for one in replayed.fired if one.place.kind == kind]
        judged.append((sheet, add(methods[OURS], sheet, fired, tests)))
        add(methods[OURS_SURE], sheet, [one for one in fired if one.confidence >= SURE], tests)
        for name, anchor in ANCHORS[product].items():
            add(methods[name], sheet, anchor(seen, looks), tests)
    return judged
