"""DenialScope: per payer and denial reason, is anything denied more often than it was?"""

from upstream.domain.drift.denialscope.detector import DenialScope

__all__ = ["DenialScope"]
