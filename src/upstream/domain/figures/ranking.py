"""Which payer treats claims best: places by three measures, and what the rank rests on.

A payer's place counts from the best: the lowest rate of first denials (drawn towards everybody's),
the fewest days to a decision, the most allowed for the same codes. The rank orders the mean of the
places that are known. Payers with too few decisions are not ranked.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from upstream.domain.figures.rates import CLAIMS_MIN
from upstream.domain.figures.scorecard import Score

HOW: Final = (
    "Payers are placed by three measures: the rate of first denials, drawn towards everybody's the"
    " more the fewer claims stand behind it; the median days to a decision, undecided claims"
    " counted as waiting; and what is allowed for the same codes. The rank orders the mean place."
    f" Below {CLAIMS_MIN} first decisions a payer is not ranked."
)


_ENDINGS: Final = {1: "st", 2: "nd", 3: "rd"}


class Ranked(NamedTuple):
    """`rank` None: not ranked; `said` explains either."""

    score: Score
    rank: int | None
    of: int
    said: str


_Measure = tuple[str, Callable[[Score], float | None]]

_MEASURES: Final[tuple[_Measure, ...]] = (
    ("first denials", lambda score: score.shrunk_rate),
    ("days to decision", lambda score: score.median.days if score.median else None),
    ("allowed amounts", lambda score: -score.allowed_index if score.allowed_index else None),
)


def ranked(scores: Sequence[Score]) -> list[Ranked]:
    """The best first, equals by name; those without a rank at the end."""
    fit = [score for score in scores if score.is_rankable]
    places = {name: _places(fit, measure) for name, measure in _MEASURES}
    means = {score.payer: _mean(score, places) for score in fit}
    found = []
    for score in scores:
        if score.payer not in means:
            said = f"Too few claims: {score.first.claims} first decisions, {CLAIMS_MIN} are needed."
            found.append(Ranked(score, None, len(fit), said))
            continue
        rank = 1 + sum(mean < means[score.payer] for mean in means.values())
        found.append(Ranked(score, rank, len(fit), _said(score, places, len(fit))))
    return sorted(found, key=lambda one: (one.rank or len(scores) + 1, one.score.payer))


def _places(scores: Sequence[Score], measure: Callable[[Score], float | None]) -> dict[str, float]:
    """From 1, equals share the middle of their places."""
    known = {score.payer: value for score in scores if (value := measure(score)) is not None}
    return {
        payer: 1
        + sum(other < value for other in known.values())
        + (sum(other == value for other in known.values()) - 1) / 2
        for payer, value in known.items()
    }


def _mean(score: Score, places: dict[str, dict[str, float]]) -> float:
    known = [of_measure[score.payer] for of_measure in places.values() if score.payer in of_measure]
    return sum(known) / len(known)


def _said(score: Score, places: dict[str, dict[str, float]], payers: int) -> str:
    parts = [
        f"{_number(of_measure[score.payer])} by {name}"
        for name, of_measure in places.items()
        if score.payer in of_measure
    ]
    return f"Of {payers} payers: {', '.join(parts)}."


def _number(place: float) -> str:
    """1.0 -> "1st"; equals share a place: 2.5 -> "2nd and equal"."""
    whole = int(place)
    ending = _ENDINGS.get(whole % 10, "th") if whole % 100 not in {11, 12, 13} else "th"
    return f"{whole}{ending}" + (" and equal" if place % 1 else "")
