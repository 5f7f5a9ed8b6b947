"""An upload is assessed once, when it has come to its end."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from upstream.domain.decider import Decider
from upstream.domain.quality.anomalies import UPLOADS_MAX, Earlier, anomalies_of
from upstream.domain.quality.assessment import FORMULA, Assessment, scores_of
from upstream.domain.quality.commands import RecordAssessment
from upstream.domain.quality.events import UploadQualityAssessed

KIND: Final = "quality-assessment"


@dataclass(frozen=True, slots=True)
class Unassessed: ...


@dataclass(frozen=True, slots=True)
class Assessed:
    assessment: Assessment


State = Unassessed | Assessed


def assess(now: Earlier, history: list[Earlier], uploaded_on: date) -> Assessment:
    """`history` from the oldest to the newest."""
    return Assessment(
        formula=FORMULA,
        uploaded_on=uploaded_on,
        counts=now.counts,
        measures=now.measures,
        scores=scores_of(now.counts, now.measures, uploaded_on),
        anomalies=anomalies_of(now, history),
        compared_with=min(len(history), UPLOADS_MAX),
    )


def decide(command: RecordAssessment, state: State) -> tuple[UploadQualityAssessed, ...]:
    if isinstance(state, Assessed):
        return ()
    return (UploadQualityAssessed(upload_id=command.upload_id, assessment=command.assessment),)


def evolve(_: State, event: UploadQualityAssessed) -> State:
    return Assessed(event.assessment)


decider: Decider[RecordAssessment, State, UploadQualityAssessed] = Decider(
    KIND, Unassessed(), decide, evolve
)
