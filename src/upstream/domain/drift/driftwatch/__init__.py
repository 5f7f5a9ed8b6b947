"""DriftWatch: per payer and CPT group, did denials, decision times or allowed amounts change?"""

from upstream.domain.drift.driftwatch.detector import DriftWatch

__all__ = ["DriftWatch"]
