"""The one interface of detection: which cells, which windows, what was found, on which claims.

A detector is one module: it says what it wants counted (`Question`), receives the counts as arrays
(`Counts`), and answers with what drifts (`Assessment`). It reads no clock, no database, no settings
but those it is handed, so the same counts and the same settings always give the same bytes.
"""

from datetime import date
from typing import Literal, Protocol

import msgspec

from upstream.domain.drift.counts import Counts, Question
from upstream.domain.drift.settings import Kind, Settings
from upstream.domain.drift.windows import Window

Unit = Literal["basis_points", "hundredth_days", "cents"]
EvidenceOf = Literal["denied", "slow", "fast", "waiting", "unauthorized", "underpaid", "overpaid"]


class Key(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which cell: no dates, so that the same drift seen next week is the same finding."""

    payer: str
    cpt_group: str | None = None
    denial_reason: str | None = None
    cpt: str | None = None

    def text(self) -> str:
        """A total order and a part of stream ids: stable for good."""
        parts = (self.payer, self.cpt_group or "", self.denial_reason or "")
        return "\x1f".join((*parts, self.cpt) if self.cpt else parts)


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """One window of a finding, `[from_on, to_on)`, and the claims it rests on."""

    from_on: date
    to_on: date
    claims: int


class Workings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The numbers behind a p-value; decimals as text with six significant digits."""

    z: str
    q_value: str
    """Expected share of false findings among those as strong (e-BH over every test of the run)."""
    weekly_swing: str
    """Standard deviation between weeks that chance alone does not explain, on the test's scale."""
    null_scale: str
    """What all z of this kind were divided by, because together they scattered too much."""
    tests: int
    market: str = "0"
    """What all payers did alike, on the test's scale; taken out of the change."""
    expected: str = "0"
    """Events the baseline led to expect in the window …"""
    observed: str = "0"
    """… and those that were seen."""


class Drift(msgspec.Struct, frozen=True, kw_only=True):
    """One change in one cell, with everything a person needs to believe or refute it."""

    product: str
    kind: Kind
    key: Key
    unit: Unit
    """Of the two values."""
    baseline_value: int
    current_value: int
    baseline: Sample
    current: Sample
    severity_bps: int
    confidence_bps: int
    p_value: str
    at_risk_cents: int
    explanation: str
    workings: Workings

    @property
    def delta(self) -> int:
        return self.current_value - self.baseline_value

    @property
    def natural_key(self) -> str:
        """Names the finding's stream: product, kind and cell, never a date."""
        return natural_key(self.product, self.kind, self.key)


def natural_key(product: str, kind: Kind, key: Key) -> str:
    """Of what a cell would be found with."""
    return f"{product}\x1f{kind}\x1f{key.text()}"


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """A detector's answer, in the order of (kind, key)."""

    cells: int
    """Cells that held a claim at all."""
    tests: int
    drifts: tuple[Drift, ...]
    """What is reported."""
    faint: tuple[Drift, ...]
    """Too weak to report, strong enough to keep a known finding open."""
    calm: tuple[str, ...]
    """Natural keys that were tested and show nothing."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Which claims a drift rests on: those of its cell, decided in `window`, of this sort."""

    of: EvidenceOf
    window: Window


class Detector(Protocol):
    """One product."""

    @property
    def product(self) -> str: ...

    @property
    def code_version(self) -> str:
        """Changes whenever the same cells could give another answer."""
        ...

    @property
    def settings(self) -> Settings:
        """What a customer gets who set nothing."""
        ...

    def question(self, until: date, settings: Settings) -> Question: ...

    def assess(self, counts: Counts, until: date, settings: Settings) -> Assessment: ...

    def evidence(self, drift: Drift) -> Evidence: ...
