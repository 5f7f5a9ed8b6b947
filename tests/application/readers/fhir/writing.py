"""Explanations of benefit as small as they can be, for one thing at a time."""

import json
from typing import Any


def explanation(**changes: object) -> dict[str, Any]:
    return {
        "resourceType": "ExplanationOfBenefit",
        "status": "active",
        "use": "claim",
        "outcome": "complete",
        "identifier": [{"type": {"coding": [{"code": "uc"}]}, "value": "ICN1"}],
        "patient": {"reference": "Patient/1"},
        "insurer": {"display": "Aetna"},
        "created": "2025-02-01",
        "billablePeriod": {"start": "2025-01-02", "end": "2025-01-02"},
        "supportingInfo": [
            {"category": {"coding": [{"code": "clmrecvddate"}]}, "timingDate": "2025-01-05"}
        ],
        "item": [line(paid=80)],
        **changes,
    }


def line(*, paid: float, reason: str | None = None) -> dict[str, Any]:
    amounts = {"submitted": 100, "benefit": paid}
    adjudications: list[dict[str, Any]] = [
        {"category": {"coding": [{"code": code}]}, "amount": {"value": value}}
        for code, value in amounts.items()
    ]
    if reason:
        coding = {"coding": [{"code": reason}]}
        category = {"coding": [{"code": "denialreason"}]}
        adjudications.append({"category": category, "reason": coding})
    return {
        "sequence": 1,
        "productOrService": {
            "coding": [{"system": "http://www.ama-assn.org/go/cpt", "code": "99213"}]
        },
        "adjudication": adjudications,
    }


def text(*resources: object) -> bytes:
    return b"\n".join(json.dumps(one).encode() for one in resources)
