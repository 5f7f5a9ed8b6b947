"""Taking a file in: receive it, judge it, record its claims in chunks, cancel it."""

from upstream.application.uploads.cancelling import cancel
from upstream.application.uploads.fetching import fetch
from upstream.application.uploads.intake import Intake
from upstream.application.uploads.receiving import receive
from upstream.application.uploads.recording import record
from upstream.application.uploads.releasing import release
from upstream.application.uploads.withdrawing import withdraw

__all__ = ["Intake", "cancel", "fetch", "receive", "record", "release", "withdraw"]
