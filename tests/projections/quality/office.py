"""The desk with everything behind it that looks at quality, step by step in the test's thread."""

from uuid import UUID

from tests.support.claim_log import context_of
from tests.support.taking_in import Desk

from upstream.application.quality.assessing import assess_upload
from upstream.application.quality.rules import draft_rule, switch_rule
from upstream.domain.quality.rule import Text
from upstream.infrastructure.database import Database
from upstream.projections.moments import AtPosition
from upstream.projections.quality import reports
from upstream.projections.quality.history import history_through
from upstream.projections.quality.reports import QualityReport, quality_report
from upstream.projections.quality.rule_versions import validation_rules
from upstream.projections.quality.upload_quality import upload_quality
from upstream.projections.runner import catch_up
from upstream.projections.uploads.upload_versions import uploads
from upstream.projections.view import Views

PROJECTIONS = (upload_quality, uploads, validation_rules)


class Office:
    """The desk with everything that looks at quality behind it."""

    def __init__(self, desk: Desk, views: Views, projector: Database) -> None:
        self.desk, self.views, self.projector = desk, views, projector

    def take_in(self, content: bytes, **how: int) -> UUID:
        upload_id = self.desk.receive(content).id
        self.desk.record(upload_id, **how)
        self.assess(upload_id)
        return upload_id

    def assess(self, upload_id: UUID) -> None:
        catch_up(self.projector, PROJECTIONS)
        context = context_of(self.desk.customer_id, command="quality.assess")
        log, history = self.desk.intake.log, history_through(self.views)
        assess_upload(log, context, upload_id, history)
        catch_up(self.projector, PROJECTIONS)

    def report(self, upload_id: UUID, position: int | None = None) -> QualityReport:
        moment = None if position is None else AtPosition(position)
        with self.views.at(self.desk.customer_id, needs=reports.NEEDS, as_of=moment) as view:
            return quality_report(view, upload_id)

    def switch_on(self, text: Text) -> UUID:
        log, customer_id = self.desk.intake.log, self.desk.customer_id
        rule_id = draft_rule(log, context_of(customer_id), text).id
        switch_rule(log, context_of(customer_id), rule_id, to=True)
        return rule_id


def paid(name: str, count: int, **more: str) -> list[str]:
    """Sound claims of Aetna."""
    payer, outcome = more.get("payer", "Aetna"), more.get("outcome", "PAID,150.00,92.10,")
    return [f"{name}{n},{payer},99213,2026-05-02,2026-05-20,{outcome}" for n in range(count)]
