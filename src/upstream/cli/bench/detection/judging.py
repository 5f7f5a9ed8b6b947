"""What a finding has to do with what was put in: exactly that, something that follows, a decoy."""

from datetime import date
from typing import NamedTuple

from upstream.application.seed.labelled import AnswerSheet, DecoyLabel, DriftLabel
from upstream.application.seed.labelled.requirements import CodeDecoy, CodeLabel


class Place(NamedTuple):
    """Which number of which cell; `detail` is a reason or a procedure code."""

    kind: str
    payer: str
    cpt_group: str | None = None
    detail: str | None = None


class Fired(NamedTuple):
    """One finding of one look."""

    until: date
    place: Place
    rises: bool
    confidence: float = 1.0


def is_exactly(label: DriftLabel, place: Place) -> bool:
    return place == Place(label.kind, label.payer, label.cpt_group, label.detail)


_FOLLOW = {
    "denial_rate": {"denial_rate", "denial_reason", "authorization"},
    "denial_reason": {"denial_reason", "denial_rate", "authorization"},
    "days_to_decision": {
        *("days_to_decision", "payment_delay", "denial_rate", "denial_reason", "authorization"),
    },
    "payment_delay": {
        *("days_to_decision", "payment_delay", "denial_rate", "denial_reason", "authorization"),
    },
    "allowed_amount": {"allowed_amount"},
    "authorization": {"authorization", "denial_rate", "denial_reason"},
    "underpayment": {"underpayment", "allowed_amount"},
}
_OF_WHOLE_PAYERS = {"denial_reason", "payment_delay", "authorization"}


def follows(label: DriftLabel, place: Place) -> bool:
    """Who changes when something is decided changes what else is decided then."""
    if place.payer != label.payer or place.kind not in _FOLLOW[label.kind]:
        return False
    if isinstance(label, CodeLabel) and place.kind == label.kind:
        # What a payer does with one code says nothing of another.
        return place.detail == label.cpt
    return (
        label.cpt_group is None
        or place.kind in _OF_WHOLE_PAYERS
        or place.cpt_group == label.cpt_group
    )


def decoy_at(sheet: AnswerSheet, first: Fired) -> str | None:
    for decoy in sheet.decoys:
        if first.until > decoy.begins_on and _is_here(decoy, first.place):
            return decoy.decoy
    return None


def _is_here(decoy: DecoyLabel, place: Place) -> bool:
    here = place.payer in {decoy.payer, decoy.renamed_to}
    if isinstance(decoy, CodeDecoy):
        return here and decoy.of == place.kind and decoy.cpt in {None, place.detail}
    return here and decoy.cpt_group in {None, place.cpt_group}
