"""AuthSignal: which procedures began to need an authorization, at which payer, and when."""

from upstream.domain.drift.authsignal.detector import AuthSignal

__all__ = ["AuthSignal"]
