"""What did verdicts teach each rule about each payer and kind?"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, select

from upstream.domain.alerts.events import AlertLessonEvent, LessonForgotten, VerdictLearned
from upstream.domain.alerts.lesson import Lesson, decider
from upstream.domain.alerts.rehearsal import Word
from upstream.infrastructure import arrays
from upstream.projections.alerts.tables import alert_lesson_words as w
from upstream.projections.projection import Batch, Change, Projection, tags_of
from upstream.projections.view import View

_KEEP = (
    "INSERT INTO alert_lesson_words SELECT %(customer_id)s, n.position, j.rule_id, j.payer,"
    " j.kind, j.alert_id, j.operator, j.verdict, coalesce(j.judged_at, n.at::timestamptz)"
    " FROM unnest(%(positions)s, %(recorded)s::text[], %(rows)s::jsonb[]) AS n (position, at, row)"
    " CROSS JOIN LATERAL jsonb_populate_record(NULL::alert_lesson_words, n.row) j"
)


def changes(batch: Batch) -> Iterator[Change]:
    told = [(fact, commit) for commit, facts in batch.by_commit() for fact in facts]
    if told:
        yield Change(
            _KEEP,
            {
                "positions": arrays.int8s(fact.position for fact, _ in told),
                "recorded": [commit.recorded_at.isoformat() for _, commit in told],
                "rows": [msgspec.json.encode(fact.event()).decode() for fact, _ in told],
            },
        )


alert_lessons = Projection(
    name="alert_lessons", version=1, tags=tags_of(VerdictLearned, LessonForgotten), changes=changes
)

NEEDS = (alert_lessons,)


class LessonRow(msgspec.Struct, frozen=True, kw_only=True):
    """Of one rule, payer and kind: alerts called real and noise that still count, and by how much
    they raise the severity a sighting needs.
    """

    payer: str
    kind: str
    real: int
    noise: int
    severity_raised_by: float


def lessons_of(view: View, rule_id: UUID) -> dict[tuple[str, str], Lesson]:
    """By payer and kind, as they stood at the view's position."""
    found: dict[tuple[str, str], Lesson] = defaultdict(Lesson)
    for word in spoken_of(view, rule_id):
        key = word.event.payer, word.event.kind
        found[key] = decider.evolve(found[key], word.event)
    return dict(found)


def spoken_of(view: View, rule_id: UUID) -> Iterator[Word]:
    """Every word and every reset of one rule, in order."""
    statement = (
        select(w)
        .where(
            w.c.customer_id == view.customer_id,
            w.c.position <= view.position,
            w.c.rule_id == rule_id,
        )
        .order_by(w.c.position)
    )
    for row in view.connection.execute(statement).mappings():
        yield Word(event=_event(row), at=row["judged_at"])


def list_lessons(view: View, rule_id: UUID, *, now: datetime) -> list[LessonRow]:
    """Those that hold a word that still counts, the highest bar first."""
    rows = []
    for (payer, kind), lesson in lessons_of(view, rule_id).items():
        real, noise = lesson.counts(now)
        if real + noise:
            rows.append(
                LessonRow(
                    payer=payer,
                    kind=kind,
                    real=real,
                    noise=noise,
                    severity_raised_by=lesson.raised_by_bps(now) / 10_000,
                )
            )
    return sorted(rows, key=lambda row: (-row.severity_raised_by, row.payer, row.kind))


def _event(row: RowMapping) -> AlertLessonEvent:
    place = {"rule_id": row["rule_id"], "payer": row["payer"], "kind": row["kind"]}
    if row["alert_id"] is None:
        return LessonForgotten(**place)
    return VerdictLearned(
        **place,
        alert_id=row["alert_id"],
        operator=row["operator"],
        verdict=row["verdict"],
        judged_at=row["judged_at"],
    )
