"""The answer sheet of a year of requirements: what began for which code, and what was agreed."""

from datetime import date
from typing import Literal

import msgspec

from upstream.application.seed.labelled.answer_sheet import AnswerSheet, DecoyLabel, DriftLabel
from upstream.domain.contracts.rates import Rate
from upstream.domain.drift.settings import Kind

ActsOn = Literal["decision", "service"]


class CodeLabel(DriftLabel, frozen=True, kw_only=True):
    """A drift of one payer and procedure code.

    The size of an `authorization` is the share of claims denied for want of one that would have
    been paid; that of an `underpayment` the part of the contracted amount a line lacks.
    """

    cpt: str
    acts_on: ActsOn = "decision"
    """Which day has to lie in it: a requirement may hold for services from a day on."""
    share: float = 1.0
    """Of the lines, those an underpayment concerns: one plan of the payer, or all of them."""
    paid_as: str | None = None
    """The code at whose rate the payer pays instead; its size is what that makes."""

    @property
    def detail(self) -> str | None:
        return self.cpt


class CodeDecoy(DecoyLabel, frozen=True, kw_only=True):
    """Something that looks like a requirement or a broken contract and is none."""

    of: Kind
    """Whose findings it may mislead."""
    cpt: str | None = None
    """None: every code of the payer."""


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """A fee schedule as its payer keeps it, for services from a day on."""

    payer: str
    from_on: date
    rates: tuple[Rate, ...]


class RequirementsSheet(AnswerSheet, frozen=True, kw_only=True):
    """Everything needed to make the year again, the contracts too."""

    schedules: tuple[Schedule, ...]
