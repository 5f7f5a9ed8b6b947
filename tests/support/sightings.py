"""A sighting to evaluate, with whatever is special about it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from upstream.domain.alerts.commands import Sighting

NOW = datetime(2026, 3, 31, 9, 0, tzinfo=UTC)
FINDING, OTHER_FINDING = UUID(int=101), UUID(int=102)
RULE = UUID(int=201)


def sighting(**special: Any) -> Sighting:  # noqa: ANN401  any field of it
    plain = Sighting(
        finding_id=FINDING,
        finding_version=1,
        episode=1,
        product="driftwatch",
        kind="denial_rate",
        payer="Northwind Health",
        cpt_group="Radiology",
        severity_bps=5_500,
        confidence_bps=9_900,
        at_risk_cents=620_000,
        headline="Northwind Health Radiology: the denial rate rose from 10.0 % to 24.0 %.",
    )
    return msgspec.structs.replace(plain, **special)
