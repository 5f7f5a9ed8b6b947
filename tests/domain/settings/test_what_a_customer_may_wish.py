"""Products, detection, schedule, contacts: what may be wished, what is refused, field by field."""

import pytest

from upstream.domain.drift.authsignal.defaults import DEFAULTS as AUTHSIGNAL
from upstream.domain.drift.driftwatch.defaults import DEFAULTS
from upstream.domain.drift.severity import Bands
from upstream.domain.drift.wishes import DetectionWishes
from upstream.domain.settings.customer_settings import (
    ChangeSettings,
    CustomerSettings,
    GiveTier,
    SettingInvalid,
    TierGiven,
    decider,
)
from upstream.domain.settings.products import PRODUCT_NAMES, ProductOff, Products
from upstream.domain.settings.quotas import QUOTAS, QuotaExceeded
from upstream.domain.settings.schedule import Schedule

pytestmark = pytest.mark.feature("ID-10")


def wish(**detection: object) -> ChangeSettings:
    return ChangeSettings(detection=DetectionWishes(**detection))  # type: ignore[arg-type]


@pytest.mark.feature("ID-9")
def test_every_product_is_on_until_it_is_switched_off() -> None:
    assert all(Products().is_on(product) for product in PRODUCT_NAMES)
    off = Products(delayguard=False)

    assert [name for name in PRODUCT_NAMES if not off.is_on(name)] == ["delayguard"]
    off.require("driftwatch")
    with pytest.raises(ProductOff) as refused:
        off.require("delayguard")
    assert refused.value.facts == {"product": "delayguard"}


def test_a_section_that_is_left_out_stays() -> None:
    start = CustomerSettings(products=Products(driftwatch=False), contacts=("a@example.org",))
    (changed,) = decider.decide(ChangeSettings(schedule=Schedule(hour=4)), start)

    assert changed.before == start
    assert changed.after.products == start.products
    assert changed.after.contacts == start.contacts
    assert changed.after.schedule.hour == 4


def test_without_a_wish_a_product_is_told_its_own_defaults() -> None:
    for own in (DEFAULTS, AUTHSIGNAL):
        assert DetectionWishes().told(own) == own


def test_wishes_take_the_place_of_the_defaults() -> None:
    wishes = DetectionWishes(
        report_from_bps=9_000, claims_min=30, baseline_weeks=13, scan_weeks=(2, 4)
    )
    told = wishes.told(DEFAULTS)

    assert (told.report_from_bps, told.keep_open_bps) == (9_000, DEFAULTS.keep_open_bps)
    assert (told.claims_min, told.baseline_days, told.current_days) == (30, 91, 28)
    assert told.kinds == DEFAULTS.kinds


def test_a_finding_never_closes_above_where_it_opens() -> None:
    told = DetectionWishes(report_from_bps=2_000).told(DEFAULTS)

    assert told.keep_open_bps <= told.report_from_bps


def test_windows_are_kept_once_the_shortest_first() -> None:
    (changed,) = decider.decide(wish(scan_weeks=(4, 2, 4)), decider.initial)

    assert changed.after.detection.scan_weeks == (2, 4)
    assert decider.decide(wish(scan_weeks=(2, 4)), changed.after) == ()


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (wish(report_from_bps=1_999), "detection.report_from_bps"),
        (wish(report_from_bps=9_901), "detection.report_from_bps"),
        (wish(claims_min=-1), "detection.claims_min"),
        (wish(baseline_weeks=7), "detection.baseline_weeks"),
        (wish(baseline_weeks=105), "detection.baseline_weeks"),
        (wish(scan_weeks=()), "detection.scan_weeks"),
        (wish(scan_weeks=(0, 1)), "detection.scan_weeks"),
        (wish(scan_weeks=(14,)), "detection.scan_weeks"),
        (wish(scan_weeks=tuple(range(1, 10))), "detection.scan_weeks"),
        (wish(half_money_cents=99), "detection.half_money_cents"),
        (wish(bands=Bands(high_bps=9_500)), "detection.bands"),
        (wish(bands=Bands(medium_bps=0)), "detection.bands"),
        (ChangeSettings(schedule=Schedule(weekday=7)), "schedule.weekday"),
        (ChangeSettings(schedule=Schedule(hour=24)), "schedule.hour"),
        (ChangeSettings(alert_cooldown_minutes=-1), "alert_cooldown_minutes"),
        (ChangeSettings(alert_cooldown_minutes=43_201), "alert_cooldown_minutes"),
    ],
)
def test_nonsense_is_refused_by_field(command: ChangeSettings, field: str) -> None:
    with pytest.raises(SettingInvalid) as refused:
        decider.decide(command, decider.initial)

    assert refused.value.facts == {"field": field}


def test_a_tier_says_how_many_contacts_there_can_be() -> None:
    most = QUOTAS["trial"].contacts
    contacts = tuple(f"person{number}@example.org" for number in range(most + 1))
    trial = CustomerSettings(tier="trial")

    with pytest.raises(QuotaExceeded) as refused:
        decider.decide(ChangeSettings(contacts=contacts), trial)
    assert refused.value.facts == {"quota": "contacts", "most": most}
    assert decider.decide(ChangeSettings(contacts=contacts[:most]), trial)


def test_a_tier_is_given_and_the_same_again_is_no_news() -> None:
    (given,) = decider.decide(GiveTier(tier="enterprise"), decider.initial)
    after = decider.evolve(decider.initial, given)

    assert given == TierGiven(before=CustomerSettings(), after=CustomerSettings(tier="enterprise"))
    assert decider.decide(GiveTier(tier="enterprise"), after) == ()


def test_what_a_smaller_tier_no_longer_includes_stays_until_it_is_changed() -> None:
    """Nobody is shut out of their other settings by a tier they did not choose."""
    contacts = tuple(f"person{number}@example.org" for number in range(5))
    (given,) = decider.decide(GiveTier(tier="trial"), CustomerSettings(contacts=contacts))
    trial = decider.evolve(decider.initial, given)
    (changed,) = decider.decide(ChangeSettings(alert_cooldown_minutes=60), trial)

    assert trial.contacts == changed.after.contacts == contacts
    with pytest.raises(QuotaExceeded):
        decider.decide(ChangeSettings(contacts=contacts[:4]), trial)
