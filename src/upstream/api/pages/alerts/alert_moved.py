"""What made a finding's change, as short tables whose parts add up, each leading to its claims."""

from collections.abc import Sequence
from typing import Final

import msgspec

from upstream.api.charts import wording
from upstream.api.pages.rendering import address
from upstream.projections.drift.breakdown_documents import (
    Beside,
    Cause,
    Dimension,
    Drill,
    Measure,
    Moved,
    MovedPart,
)
from upstream.projections.drift.documents import Finding

_TITLES: Final[dict[Dimension, tuple[str, str]]] = {
    "cpt": ("By CPT code", "Code"),
    "denial_reason": ("By denial reason", "Reason"),
    "facility": ("By facility", "Facility"),
    "cpt_group": ("Over all the payer's work, by CPT group", "CPT group"),
}
_MEASURES: Final[dict[Measure, str]] = {
    "denied": "denied of decided claims",
    "answers": "decisions per 100 days of waiting",
    "allowed": "allowed per paid claim",
}
_UNNAMED: Final[dict[Dimension, str]] = {
    "denial_reason": "no reason told",
    "facility": "no facility told",
}
_PER_DAYS: Final = 100


class PartShown(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    href: str | None
    before: str
    now: str
    own: str
    mix: str
    share: str


class DrillShown(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    column: str
    has_mix: bool
    """Reasons share the same claims: there is no more or less of one of them."""
    parts: tuple[PartShown, ...]
    before: str
    now: str
    change: str


class CauseShown(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    share_before: str
    share_now: str
    rate_before: str
    rate_now: str
    denials: int


class MovedShown(msgspec.Struct, frozen=True, kw_only=True):
    measure: str
    drills: tuple[DrillShown, ...]
    causes: tuple[CauseShown, ...]
    beside: tuple[str, ...]
    others: tuple[str, ...]
    """What else is open at this payer, in a sentence each."""


def moved_shown(
    moved: Moved, finding: Finding, others: Sequence[Finding], claims_path: str
) -> MovedShown:
    """`others` are the payer's open findings; the finding itself is passed over."""
    return MovedShown(
        measure=_MEASURES[moved.measure],
        drills=tuple(_drill(drill, moved, finding, claims_path) for drill in moved.drills),
        causes=tuple(_cause(cause) for cause in moved.root_causes),
        beside=tuple(_beside(one) for one in moved.beside if one.measure != moved.measure),
        others=tuple(one.explanation for one in others if one.id != finding.id),
    )


def _drill(drill: Drill, moved: Moved, finding: Finding, claims_path: str) -> DrillShown:
    title, column = _TITLES[drill.by]
    measure = moved.measure
    return DrillShown(
        title=title,
        column=column,
        has_mix=drill.by != "denial_reason",
        parts=tuple(
            _part(part, drill.by, measure, _href(part, drill.by, moved, finding, claims_path))
            for part in drill.parts
        ),
        before=_value(measure, drill.before),
        now=_value(measure, drill.now),
        change=_change(measure, drill.change),
    )


def _part(part: MovedPart, by: Dimension, measure: Measure, href: str | None) -> PartShown:
    name = "All others" if part.name is None else part.name or _UNNAMED.get(by, "none told")
    return PartShown(
        name=name,
        href=href,
        before=_value(measure, part.before),
        now=_value(measure, part.now),
        own=_change(measure, part.own),
        mix=_change(measure, part.mix),
        share=wording.percent(part.share, 0).replace("-", wording.MINUS),
    )


def _href(
    part: MovedPart, by: Dimension, moved: Moved, finding: Finding, claims_path: str
) -> str | None:
    """The part's claims of the current window, as the run knew them; of waits, open ones too."""
    if not part.name or by == "facility":
        return None
    asked: dict[str, str | None] = {
        "as_of": f"position:{moved.known_at_position}",
        "payer": finding.payer,
        "cpt_group": finding.cpt_group,
    }
    if moved.measure == "answers":
        asked["submitted_to"] = str(finding.current.ends)
    else:
        asked["decided_from"] = str(finding.current.begins)
        asked["decided_to"] = str(finding.current.ends)
        asked["outcome"] = "DENIED" if moved.measure == "denied" else "PAID"
    return address(claims_path, {**asked, by: part.name})


def _cause(cause: Cause) -> CauseShown:
    return CauseShown(
        name=cause.cause.capitalize(),
        share_before=wording.percent(cause.share_before, 0),
        share_now=wording.percent(cause.share_now, 0),
        rate_before=wording.percent(cause.rate_before),
        rate_now=wording.percent(cause.rate_now),
        denials=cause.denials_now,
    )


def _beside(one: Beside) -> str:
    before, now = _value(one.measure, one.before), _value(one.measure, one.now)
    return f"{_MEASURES[one.measure].capitalize()}: {before} before, {now} now."


def _value(measure: Measure, value: float | None) -> str:
    if value is None:
        return wording.MISSING
    match measure:
        case "denied":
            return wording.percent(value)
        case "answers":
            return f"{value * _PER_DAYS:.2f}"
        case "allowed":
            return wording.money(round(value * 100))


def _change(measure: Measure, value: float) -> str:
    match measure:
        case "denied":
            return wording.points(value)
        case "answers":
            return _signed(round(value * _PER_DAYS, 2))
        case "allowed":
            return wording.money(round(value * 100))


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", wording.MINUS) if value else "0.00"
