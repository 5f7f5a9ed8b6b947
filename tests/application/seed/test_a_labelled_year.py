"""A simulated year holds what its answer sheet says, and nothing else has changed."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from hashlib import sha256
from statistics import fmean

import msgspec
import pytest

from upstream.application.seed.labelled import (
    SimulatedClaim,
    World,
    simulated_claims,
    weekly_file,
    world,
)
from upstream.domain.claims.procedures import cpt_group

SEED = 7


@cache
def _year(*, drifts: bool = True) -> tuple[World, list[SimulatedClaim]]:
    made = world(SEED, drifts=drifts)
    return made, list(simulated_claims(made))


def _before_and_after(
    kind: str, value: Callable[[SimulatedClaim], float | None]
) -> list[tuple[float, float, bool]]:
    """Per drift of a kind that stays: means of two months before and after, and which way."""
    made, claims = _year()
    found = []
    for label in made.sheet.drifts:
        if label.kind != kind or label.shape != "step" or label.stops:
            continue
        day = (label.begins_on - made.sheet.begins_on).days
        sides: tuple[list[float], list[float]] = ([], [])
        for claim in claims:
            here = claim.payer == label.payer and label.cpt_group in {None, claim.cpt_group}
            if here and abs(claim.decided - day) < 56 and (known := value(claim)) is not None:
                sides[claim.decided >= day].append(known)
        found.append((fmean(sides[0]), fmean(sides[1]), label.rises))
    return found


@pytest.mark.feature("DR-7")
@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("denial_rate", lambda claim: float(claim.outcome == "DENIED")),
        ("allowed_amount", lambda claim: claim.allowed_cents),
    ],
)
def test_what_the_sheet_says_goes_the_way_it_says(
    kind: str, value: Callable[[SimulatedClaim], float | None]
) -> None:
    changes = _before_and_after(kind, value)
    assert changes
    right = [(after > before) == rises for before, after, rises in changes]
    # Means of amounts follow the mix of codes too, so one of them may look the other way.
    assert sum(right) >= len(right) - 1


def test_a_payer_that_stops_decides_nothing_until_it_goes_on() -> None:
    made, claims = _year()
    (label,) = (label for label in made.sheet.drifts if label.stops)
    days = [
        (on - made.sheet.begins_on).days
        for on in (label.begins_on, label.ends_on or label.begins_on)
    ]
    decided = Counter(claim.decided for claim in claims if claim.payer == label.payer)
    assert days[1] - days[0] >= 5
    assert not any(decided[day] for day in range(*days))
    assert decided[days[1] + 1] + decided[days[1]] + decided[days[1] + 2] > 0


def test_without_drifts_the_same_claims_are_submitted() -> None:
    """Chance is drawn alike, so that only the drifts tell the two years apart."""
    with_drifts, without = (_year(drifts=drifts)[0].sheet for drifts in (True, False))
    assert with_drifts.decoys == without.decoys
    assert without.drifts == ()


def test_every_drift_has_a_cell_of_its_own() -> None:
    for seed in range(20):
        sheet = world(seed).sheet
        keys = [(d.payer, d.cpt_group, d.denial_reason) for d in sheet.drifts]
        assert len(keys) == len(set(keys)) == 15
        for drift in sheet.drifts:
            assert sheet.begins_on + timedelta(days=168) < drift.begins_on < sheet.until


def test_codes_belong_to_the_groups_they_are_listed_under() -> None:
    _, claims = _year()
    assert all(cpt_group(claim.cpt) == claim.cpt_group for claim in claims[:20_000])


def test_a_year_that_figures_were_measured_on_stays_as_it_was() -> None:
    """Whatever else the simulator learns: `docs/benchmarks.md` speaks of these bytes."""
    found = {}
    for drifts in (True, False):
        made, claims = _year(drifts=drifts)
        week = "".join(weekly_file(made.sheet, claims, since=175, until=182))
        parts = (week.encode(), msgspec.json.encode(made.sheet))
        found[drifts] = [len(claims), *(sha256(part).hexdigest()[:16] for part in parts)]
    assert found == {
        True: [153_757, "d844f4626dcb3e8b", "89e9a7adc64fd339"],
        False: [154_275, "729350a7de67587c", "50b96d3a8a863b8d"],
    }


def test_weekly_files_add_up_to_the_year() -> None:
    made, claims = _year()
    told: dict[str, str] = {}
    for since in range(0, 350, 70):
        for line in list(weekly_file(made.sheet, claims, since=since, until=since + 70))[1:]:
            told[line.split(",")[0]] = line
    whole = list(weekly_file(made.sheet, claims, since=0, until=350))[1:]
    assert sorted(told.values()) == sorted(whole)
