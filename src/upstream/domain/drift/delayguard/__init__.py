"""DelayGuard: does a payer, over all its work, take longer, or has it stopped deciding at all?"""

from upstream.domain.drift.delayguard.detector import DelayGuard

__all__ = ["DelayGuard"]
