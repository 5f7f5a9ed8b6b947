"""What an operator can say about an alert. Tags and fields are the storage format."""

from datetime import date
from typing import Literal
from uuid import UUID

from upstream.domain.messages import Event
from upstream.domain.units import Cents

Verdict = Literal["real", "noise", "needs_follow_up"]


class AlertJudged(Event, tag="judgments.alert_judged.v1"):
    """`position_seen` is the position of the page the operator was looking at."""

    alert_id: UUID
    operator: str
    verdict: Verdict
    position_seen: int
    note: str | None = None
    recovered_cents: Cents | None = None
    recovered_on: date | None = None


class JudgmentRevised(Event, tag="judgments.judgment_revised.v1"):
    """The same operator sees the same alert differently now; the earlier word stays on record."""

    alert_id: UUID
    operator: str
    verdict: Verdict
    position_seen: int
    note: str | None = None
    recovered_cents: Cents | None = None
    recovered_on: date | None = None


JudgmentEvent = AlertJudged | JudgmentRevised
