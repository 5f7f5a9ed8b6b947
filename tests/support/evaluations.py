"""One evaluation after another: a rule, an alert that is there or not, and what is around."""

from datetime import datetime
from typing import Any

from tests.support.sightings import NOW, OTHER_FINDING, RULE, sighting

from upstream.domain.alerts.alert import Raised, Unraised, decider
from upstream.domain.alerts.commands import RaiseAlert, SnoozeAlert
from upstream.domain.alerts.evaluation import Evaluation, evaluate
from upstream.domain.alerts.rule import Created
from upstream.domain.alerts.suppression import Circumstances
from upstream.domain.alerts.terms import RuleTerms


def terms_of(**special: Any) -> RuleTerms:  # noqa: ANN401  any field of it
    plain: dict[str, Any] = {
        "name": "all",
        "severity_min_bps": 4_000,
        "confidence_min_bps": 0,
        "at_risk_min_cents": 0,
    }
    return RuleTerms(**{**plain, **special})


def raised_alert(*, snoozed_until: datetime | None = None) -> Raised:
    raising = RaiseAlert(rule_id=RULE, sighting=sighting(), seen_at=NOW)
    alert = decider.fold(decider.decide(raising, Unraised()))
    if snoozed_until:
        (news,) = decider.decide(SnoozeAlert(until=snoozed_until, now=NOW), alert)
        alert = decider.evolve(alert, news)
    assert isinstance(alert, Raised)
    return alert


def evaluated(
    known: Raised | None = None,
    *,
    seen: Any = None,  # noqa: ANN401  a sighting
    terms: RuleTerms | None = None,
    **around: Any,  # noqa: ANN401  any circumstance
) -> Evaluation:
    return evaluate(
        Created(terms or terms_of(), is_on=True),
        seen or sighting(finding_id=OTHER_FINDING),
        known or Unraised(),
        Circumstances(**{"now": NOW, **around}),
        told_here=False,
    )
