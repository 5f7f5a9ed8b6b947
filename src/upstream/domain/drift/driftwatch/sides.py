"""A cell cut into its two windows, and what can be counted in each."""

from collections.abc import Sequence
from dataclasses import dataclass

from upstream.domain.drift.detection import Block, Cell, Sample
from upstream.domain.drift.windows import Window, Windows


@dataclass(frozen=True, slots=True)
class Side:
    """One window of one cell."""

    window: Window
    blocks: tuple[Block, ...]

    @property
    def claims(self) -> int:
        return sum(block.claims for block in self.blocks)

    @property
    def denied(self) -> int:
        return sum(block.denied for block in self.blocks)

    @property
    def days(self) -> int:
        return sum(
            days * claims
            for block in self.blocks
            for days, claims in zip(block.days, block.days_claims, strict=True)
        )

    @property
    def priced(self) -> int:
        return sum(block.priced for block in self.blocks)

    @property
    def allowed_cents(self) -> int:
        return sum(block.allowed_cents for block in self.blocks)

    @property
    def expected_cents(self) -> int:
        return sum(block.expected_cents for block in self.blocks)

    @property
    def exposed_cents(self) -> int:
        return sum(block.exposed_cents for block in self.blocks)

    def sample(self, claims: int) -> Sample:
        return Sample(from_on=self.window.from_on, to_on=self.window.to_on, claims=claims)


@dataclass(frozen=True, slots=True)
class Sides:
    cell: Cell
    baseline: Side
    current: Side


def sides_of(cells: Sequence[Cell], windows: Windows) -> list[Sides]:
    return [
        Sides(
            cell,
            Side(windows.baseline, tuple(block for block in cell.blocks if not block.current)),
            Side(windows.current, tuple(block for block in cell.blocks if block.current)),
        )
        for cell in cells
    ]
