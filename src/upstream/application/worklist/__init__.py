"""What people do to keep the worklist right."""

from upstream.application.worklist.clocks import clock_id, set_payer_clock

__all__ = ["clock_id", "set_payer_clock"]
