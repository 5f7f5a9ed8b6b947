"""One upload on its page: stages, counts, how the file was read, what it still has to be told."""

from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from upstream.api.charts import wording
from upstream.api.pages.frame.pieces import Named, Option
from upstream.api.pages.frame.words import field_said
from upstream.api.pages.uploads.uploads_view import Ask, Count, Question, Stage, Standing
from upstream.domain.claims.layout import Column, Layout
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.mapping import NONE
from upstream.domain.uploads.options import DATE_ORDER, GRAIN
from upstream.projections.uploads.documents import Status, UploadDetail, UploadRow

Kind = Literal["busy", "good", "bad", "warn", "other"]


class Said(NamedTuple):
    """A status for people: its word, its look, and how far along the stages it is."""

    word: str
    kind: Kind
    stage: int
    standing: Standing


STATES: Final[dict[Status, Said]] = {
    "received": Said("Waiting", "busy", 1, "current"),
    "validating": Said("Checking", "busy", 1, "current"),
    "accepted": Said("Accepted", "busy", 2, "current"),
    "recording": Said("Recording", "busy", 2, "current"),
    "completed": Said("Completed", "good", 3, "done"),
    "rejected": Said("Rejected", "bad", 1, "failed"),
    "failed": Said("Failed", "bad", 2, "failed"),
    "cancelled": Said("Cancelled", "other", 2, "failed"),
    "withdrawing": Said("Being withdrawn", "busy", 3, "current"),
    "withdrawn": Said("Withdrawn", "other", 3, "failed"),
}
HELD_BACK: Final = Said("Held back", "warn", 1, "failed")
ASKS: Final = Said("Has a question", "warn", 1, "failed")
BUSY: Final = frozenset(status for status, said in STATES.items() if said.kind == "busy")
TAKEN_BACK: Final[frozenset[Status]] = frozenset({"withdrawing", "withdrawn"})
_DECIDED: Final = "decided_date"
_STAGES: Final = ("Received", "Checked", "Recorded", "Completed")
_DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
OPEN_QUESTIONS: Final = frozenset({"upload.mapping_needed", "upload.confirmation_needed"})
_ANSWERS: Final = MappingProxyType(
    {
        DATE_ORDER: (
            ("mdy", "Month first: 03/01 is March 1"),
            ("dmy", "Day first: 03/01 is January 3"),
        ),
        GRAIN: (
            ("line", "One service line; a claim has several rows"),
            ("claim", "One whole claim"),
        ),
    }
)


def said_of(row: UploadRow) -> Said:
    return HELD_BACK if row.quarantine == "held" else STATES[row.status]


def stages_of(status: Status) -> tuple[Stage, ...]:
    """Everything before the stage it is at is done."""
    said = STATES[status]
    return tuple(Stage(name=name, standing=_standing(i, said)) for i, name in enumerate(_STAGES))


def counts_of(row: UploadRow) -> tuple[Count, ...]:
    told = (
        ("Read", row.rows_read, "rows so far" if row.status in BUSY else "rows of the file"),
        ("New", row.rows_new, "claims seen for the first time"),
        ("Changed", row.rows_changed, "known claims with news"),
        ("Repeated", row.rows_repeated, "known already, nothing new"),
        ("Rejected", row.rows_rejected, "each with its reason"),
        ("Skipped", row.rows_skipped, "blank lines and totals"),
    )
    return tuple(Count(name=name, rows=rows, explained=why) for name, rows, why in told)


def progress_said(row: UploadRow) -> str:
    """What a person waiting wants to hear."""
    if row.status == "withdrawing":
        return f"{wording.count(row.claims_withdrawn)} claims taken back"
    if row.status != "recording":
        return f"{STATES[row.status].word} …"
    said = f"{wording.count(row.rows_read)} rows read"
    if row.rows_per_second is not None:
        said += f", {wording.count(row.rows_per_second)} a second"
    if row.seconds_left is not None:
        said += f", about {wording.count(max(row.seconds_left, 1))} s left"
    return said


def facts_of(layout: Layout | None) -> tuple[Named, ...]:
    """How the file is read, column by column."""
    if layout is None:
        return ()
    shape = layout.shape
    told = [
        ("Encoding", shape.encoding),
        ("Delimiter", _DELIMITERS.get(shape.delimiter, shape.delimiter)),
        *((field_said(column.name), _header(column)) for column in layout.columns),
        ("Personal, not stored", ", ".join(layout.personal)),
        ("Not used", ", ".join(layout.ignored)),
        ("Assumed", " ".join(layout.notes)),
    ]
    return tuple(Named(name=name, value=value) for name, value in told if value)


def _header(column: Column) -> str:
    keyed = column.name == "patient_id"
    how = "only a keyed pseudonym is stored" if keyed else f"{column.confidence} % sure"
    return f"{column.header} ({how})"


def question_of(problem: FileProblem | None, action: str) -> Question | None:
    """What the file does not say, with a guess for each answer; None where nothing can be said."""
    if problem is None or not problem.asks:
        return None
    guesses = {choice.name: choice.value for choice in problem.suggested}
    absent = problem.asks == (_DECIDED,) and guesses.get(_DECIDED) == NONE
    return Question(
        asked=_asked(problem.asks),
        explained=problem.detail,
        action=action,
        asks=tuple(
            Ask(name=name, label=field_said(name), choices=_choices(name, problem, guesses))
            for name in problem.asks
        ),
        quick=f"{_DECIDED}={NONE}" if absent else None,
    )


def failure_of(upload: UploadDetail) -> str | None:
    if upload.problem is not None:
        open_question = upload.problem.asks or upload.problem.layout
        return None if open_question else upload.problem.detail
    if upload.status == "withdrawing" and upload.code:
        return f"The withdrawal stopped ({upload.code}). Withdraw again, and it goes on."
    if upload.status == "failed":
        return f"Recording stopped before the end of the file ({upload.code})."
    return None


def may_withdraw(upload: UploadRow) -> bool:
    """Whatever has ended with claims; a withdrawal that stopped is asked for again."""
    if upload.status in TAKEN_BACK:
        return upload.status == "withdrawing" and upload.code is not None
    claims = upload.rows_new + upload.rows_changed + upload.rows_repeated
    return upload.status not in BUSY and claims > 0


def _standing(place: int, said: Said) -> Standing:
    if place < said.stage:
        return "done"
    return said.standing if place == said.stage else "coming"


def _asked(asks: tuple[str, ...]) -> str:
    if asks == (_DECIDED,):
        return "No decision date was found in this file. Shall its claims be recorded without one?"
    if asks == (GRAIN,):
        return "What is one row of this file?"
    if asks == (DATE_ORDER,):
        return "How are the dates of this file written?"
    return f"Which columns hold these: {', '.join(field_said(name).lower() for name in asks)}?"


def _choices(name: str, problem: FileProblem, guesses: dict[str, str]) -> tuple[Option, ...]:
    if name in _ANSWERS:
        known = list(_ANSWERS[name])
    else:
        none = [(NONE, "This file has none")] if name == _DECIDED else []
        known = [*none, *((header, header) for header in problem.headers)]
    return tuple(
        Option(value=value, label=label, chosen=value == guesses.get(name))
        for value, label in known
    )
