"""What the pages of runs and backfills show, ready for their templates."""

from datetime import datetime

import msgspec

from upstream.api.pages.frame.pieces import Filter, Named, Option


class State(msgspec.Struct, frozen=True, kw_only=True):
    """`badge` is the kind of badge it has; `why` is why it failed."""

    said: str
    badge: str
    why: str | None = None


class RunLine(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    href: str
    state: State
    looked_at: str
    against: str | None
    knew: str
    standing_said: str | None
    findings: int | None
    findings_said: str
    code_version: str | None
    asked_at: datetime
    asked_by: str


class BackfillLine(msgspec.Struct, frozen=True, kw_only=True):
    """`done` of `total` runs are over; `cancel_action` where it may still be stopped."""

    title: str
    products: str
    runs_href: str
    state: State
    done: int
    total: int
    said: str
    asked_at: datetime
    asked_by: str
    cancel_action: str | None


class RunForm(msgspec.Struct, frozen=True, kw_only=True):
    """Two clocks: the last day looked at, and what was known. Empty: yesterday; all of it.

    Without a `product` the dashboard asks: for the first that is on.
    """

    product: str | None = None
    last_day: str = ""
    as_of: str = ""


class BackfillForm(msgspec.Struct, frozen=True, kw_only=True):
    """Weeks that end from `first` to `last`, by what is known now or was known then."""

    product: str = ""
    first: str = ""
    last: str = ""
    as_known_then: bool = False


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """The forms with what was typed; None for who may not ask."""

    run_action: str
    run: RunForm
    run_products: tuple[Option, ...]
    backfill_action: str | None
    """None at a moment of the past, from where one may only look back."""
    backfill: BackfillForm
    backfill_products: tuple[Option, ...]
    latest_day: str
    latest_until: str


class DriftRunsPage(msgspec.Struct, frozen=True, kw_only=True):
    next_run_said: str | None
    asking: Asking | None
    backfills: tuple[BackfillLine, ...]
    filters: tuple[Filter, ...]
    runs: tuple[RunLine, ...]
    of_backfill: str | None
    """The backfill whose runs alone are shown."""
    clear_href: str | None = None
    next_href: str | None = None
    problem: str | None = None
    done: str | None = None


class FindingLine(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    explanation: str
    severity_label: str
    dollars_at_risk: int
    certainty_said: str
    became: str
    href: str | None


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What a repetition is held against; `said` is how the last one ended."""

    findings_sha256: str
    command: str
    repeat_action: str | None
    said: str | None = None
    same: bool = False


class DriftRunPage(msgspec.Struct, frozen=True, kw_only=True):
    """No `state` where the run was not asked for yet at the moment shown."""

    title: str
    list_href: str
    state: State | None
    facts: tuple[Named, ...]
    findings: tuple[FindingLine, ...]
    known_href: str | None
    """The dashboard as the run knew it."""
    backfill_href: str | None
    proof: Proof | None
