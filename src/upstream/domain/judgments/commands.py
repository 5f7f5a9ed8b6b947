"""What an operator says about an alert."""

from datetime import date
from uuid import UUID

from upstream.domain.judgments.events import Verdict
from upstream.domain.messages import Command
from upstream.domain.units import Cents


class JudgeAlert(Command):
    """`position_seen` is the position of the document the operator was looking at."""

    alert_id: UUID
    operator: str
    verdict: Verdict
    position_seen: int
    note: str | None = None
    recovered_cents: Cents | None = None
    recovered_on: date | None = None
