"""A drift to say something about, with whatever is special about it."""

from datetime import date, timedelta
from typing import Any

import msgspec

from upstream.domain.drift.detection import Drift, Key, Sample, Workings

UNTIL = date(2026, 3, 31)


def drift(*, until: date = UNTIL, **special: Any) -> Drift:  # noqa: ANN401  any field of it
    """Northwind Health denies 24 % of its Radiology instead of 10 %, unless told otherwise."""
    begins = until - timedelta(days=14)
    plain = Drift(
        product="driftwatch",
        kind="denial_rate",
        key=Key("Northwind Health", "Radiology"),
        unit="basis_points",
        baseline_value=1_000,
        current_value=2_400,
        baseline=Sample(from_on=begins - timedelta(days=90), to_on=begins, claims=1_300),
        current=Sample(from_on=begins, to_on=until, claims=202),
        severity_bps=5_500,
        confidence_bps=9_900,
        p_value="1.2e-08",
        at_risk_cents=620_000,
        explanation="Northwind Health Radiology: the denial rate rose from 10.0 % to 24.0 %.",
        workings=Workings(
            z="5.69", q_value="1.1e-06", weekly_swing="0.05", null_scale="1", tests=90
        ),
    )
    return msgspec.structs.replace(plain, **special)
