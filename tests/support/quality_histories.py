"""Steps of people who write rules, and of files that are assessed."""

from hypothesis import strategies as st
from tests.support.quality_rules import TODAY
from tests.support.telling import PAYERS, Step

from upstream.domain.messages import Command
from upstream.domain.quality import commands as quality
from upstream.domain.quality.anomalies import Earlier
from upstream.domain.quality.assessing import KIND, assess
from upstream.domain.quality.assessing import decider as assessment
from upstream.domain.quality.assessment import Anomaly, Assessment
from upstream.domain.quality.built_in import BUILT_IN
from upstream.domain.quality.measures import Broken, ChunkQuality
from upstream.domain.quality.rule import Range, Required, Scope, Text
from upstream.domain.quality.validation_rule import decider as validation_rule
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId
from upstream.domain.uploads.counts import Counts

TEXTS = (
    Text(name="The facility is named", severity="error", test=Required("facility")),
    Text(
        name="Nothing above 100",
        severity="warning",
        test=Range("billed_amount", most="100"),
        scope=Scope(payers=PAYERS[:1]),
    ),
)
QUALITY = ChunkQuality(
    rows=1,
    rows_flagged=1,
    broken=(Broken(3, 1, (2,)),),
    missing={"denial_reason": 1},
    outcomes={"DENIED": 1},
    payers={PAYERS[0]: 1},
    untold=("facility",),
    newest=TODAY,
)
RULES = BUILT_IN[:4]
OFF = BUILT_IN[0].key


def assessed(rows: int) -> Assessment:
    now = Earlier(Counts(rows_read=rows, rows_new=rows), QUALITY)
    anomaly = Anomaly(kind="volume", level="high", explanation="Far fewer rows.", statistic=-7_100)
    found = assess(now, [], TODAY)
    return Assessment(
        formula=found.formula,
        uploaded_on=found.uploaded_on,
        counts=found.counts,
        measures=found.measures,
        scores=found.scores,
        anomalies=(anomaly,),
        compared_with=6,
    )


def quality_steps(customer_id: CustomerId) -> st.SearchStrategy[Step]:
    own: st.SearchStrategy[Command] = st.sampled_from(
        [
            *(quality.DraftRule(text=text) for text in TEXTS),
            *(quality.ChangeRule(text=text) for text in TEXTS),
            quality.SwitchRuleOn(),
            quality.SwitchRuleOff(),
        ]
    )
    ours: st.SearchStrategy[Command] = st.sampled_from(
        [quality.SwitchRuleOn(built_in=OFF), quality.SwitchRuleOff(built_in=OFF)]
    )
    return st.one_of(
        st.tuples(st.sampled_from("12"), own).map(
            lambda two: _of_a_rule(customer_id, two[0], two[1])
        ),
        ours.map(lambda command: _of_a_rule(customer_id, OFF, command)),
        st.tuples(st.sampled_from("12"), st.integers(1, 9)).map(
            lambda two: _assessed(customer_id, two[0], two[1])
        ),
    )


def everything_checked(customer_id: CustomerId) -> list[list[Step]]:
    """Each kind of event once."""
    own: list[Command] = [
        quality.DraftRule(text=TEXTS[0]),
        quality.SwitchRuleOn(),
        quality.ChangeRule(text=TEXTS[1]),
    ]
    return [
        [_of_a_rule(customer_id, "1", command) for command in own],
        [_of_a_rule(customer_id, OFF, quality.SwitchRuleOff(built_in=OFF))],
        [_assessed(customer_id, "1", 2)],
    ]


def _of_a_rule(customer_id: CustomerId, key: str, command: Command) -> Step:
    stream_id = stream_of(customer_id, validation_rule.kind, key)
    return Step(validation_rule, stream_id, command)


def _assessed(customer_id: CustomerId, number: str, rows: int) -> Step:
    upload_id = stream_of(customer_id, "upload", number)
    command = quality.RecordAssessment(upload_id=upload_id, assessment=assessed(rows))
    return Step(assessment, stream_of(customer_id, KIND, str(upload_id)), command)
