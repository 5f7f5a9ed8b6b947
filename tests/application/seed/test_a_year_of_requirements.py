"""A year of requirements holds what its answer sheet says; the year without drifts is its twin."""

from collections import Counter, defaultdict
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from upstream.application.contracts.reading import read_rates
from upstream.application.seed.labelled.requirements import (
    CodeDecoy,
    CodeLabel,
    RequiredClaim,
    RequiredWorld,
    rates_file,
    required_claims,
    required_weekly_file,
    required_world,
)
from upstream.application.seed.labelled.requirements.agreements import on_day
from upstream.application.seed.labelled.requirements.market import AUTHORIZATION_REASONS

pytestmark = pytest.mark.feature("DR-4", "DR-5", "DR-7")

SEED = 7


@cache
def _year(*, drifts: bool = True) -> tuple[RequiredWorld, list[RequiredClaim]]:
    made = required_world(SEED, drifts_too=drifts)
    return made, list(required_claims(made))


def _labels(kind: str) -> list[CodeLabel]:
    drifts = _year()[0].sheet.drifts
    return [one for one in drifts if isinstance(one, CodeLabel) and one.kind == kind]


def _of(label: CodeLabel, *, drifts: bool = True) -> list[RequiredClaim]:
    return [
        one
        for one in _year(drifts=drifts)[1]
        if (one.claim.payer, one.claim.cpt) == (label.payer, label.cpt)
    ]


def _day(label: CodeLabel) -> int:
    return (label.begins_on - _year()[0].sheet.begins_on).days


def _unauthorized(claims: list[RequiredClaim], since: int) -> float:
    decided = [one.claim for one in claims if since <= one.claim.decided < since + 56]
    return sum(one.denial_reason in AUTHORIZATION_REASONS for one in decided) / len(decided)


def test_a_requirement_begins_when_the_sheet_says_and_nowhere_else() -> None:
    labels = _labels("authorization")
    assert len(labels) == 8
    assert {label.kind for label in _year(drifts=False)[0].sheet.drifts} == set()
    for label in labels:
        with_it, without = _of(label), _of(label, drifts=False)
        day = _day(label)
        assert _unauthorized(with_it, day - 56) == _unauthorized(without, day - 56)
        assert _unauthorized(with_it, day) > _unauthorized(without, day)


def _lacking(label: CodeLabel, *, drifts: bool = True) -> float:
    """Share of the plain lines decided in the eight weeks after its beginning that lack money."""
    made, _ = _year(drifts=drifts)
    agreed = made.agreed[label.payer, label.cpt]
    day = _day(label)
    lines = lacking = 0
    for one in _of(label, drifts=drifts):
        known = on_day(agreed, made.sheet.begins_on + timedelta(days=one.serviced))
        rate = known.rate.amount_cents if known else None
        if rate is None or one.modifier or one.claim.allowed_cents is None:
            continue
        if day <= one.claim.decided < day + 56:
            contracted = min(rate * one.units, one.claim.billed_cents)
            lines += 1
            lacking += one.claim.allowed_cents < 0.985 * contracted - 100 * bool(rate < 1_000)
    return lacking / lines if lines else 0.0


def test_a_contract_is_broken_where_the_sheet_says_and_kept_in_the_twin() -> None:
    labels = _labels("underpayment")
    assert len(labels) >= 9
    assert sum(label.paid_as is not None for label in labels) >= 1
    assert sum(label.begins_on == _year()[0].sheet.begins_on for label in labels) == 1
    broken = [_lacking(label) for label in labels]
    kept = [_lacking(label, drifts=False) for label in labels]
    assert sum(one > other for one, other in zip(broken, kept, strict=True)) >= len(labels) - 2
    assert max(kept) < 0.1


def test_only_codes_of_labels_differ_from_the_twin() -> None:
    drifting = {
        (one.payer, one.cpt) for one in (*_labels("authorization"), *_labels("underpayment"))
    }
    pairs = zip(_year()[1], _year(drifts=False)[1], strict=True)
    differing = {(one.claim.payer, one.claim.cpt) for one, other in pairs if one != other}
    assert differing <= drifting
    assert len(differing) >= len(drifting) - 1


def test_decoys_and_drifts_share_no_code() -> None:
    for seed in range(20):
        sheet = required_world(seed).sheet
        drifting = [(one.payer, one.cpt) for one in sheet.drifts if isinstance(one, CodeLabel)]
        seeming = [
            (one.payer, one.cpt)
            for one in sheet.decoys
            if isinstance(one, CodeDecoy) and one.cpt is not None
        ]
        assert len(set(drifting)) == len(drifting)
        assert not set(drifting) & set(seeming)
        assert Counter(one.decoy for one in sheet.decoys)["new_rates"] == 2


def test_fee_schedules_are_files_that_can_be_loaded(tmp_path: Path) -> None:
    made, _ = _year()
    by_payer = defaultdict(list)
    for schedule in made.sheet.schedules:
        file = tmp_path / "rates.csv"
        file.write_text("".join(rates_file(schedule)))
        with file.open("rb") as opened:
            assert set(read_rates(opened)) == set(schedule.rates)
        by_payer[schedule.payer].append(schedule.from_on)
    assert len(by_payer) == 8
    assert all(days == sorted(set(days)) for days in by_payer.values())


def test_weekly_files_add_up_to_the_year() -> None:
    made, claims = _year()
    told: dict[str, str] = {}
    for since in range(0, 350, 70):
        lines = list(required_weekly_file(made.sheet, claims, since=since, until=since + 70))
        told.update((line.split(",")[0], line) for line in lines[1:])
    whole = list(required_weekly_file(made.sheet, claims, since=0, until=350))[1:]
    assert sorted(told.values()) == sorted(whole)
