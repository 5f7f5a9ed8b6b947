"""Histories as Hypothesis makes them up: everything a customer's log can hold, in any order.

Every event comes from the real decider of its aggregate, so a made-up history is one that could
have happened; what a decider refuses is simply not told.
"""

from datetime import timedelta

import msgspec
from hypothesis import strategies as st
from tests.support.contract_histories import contract_steps
from tests.support.drift_histories import (
    alert_steps,
    finding_steps,
    judgment_steps,
    rule_steps,
    run_steps,
    some,
)
from tests.support.mapping_histories import mapping_steps
from tests.support.quality_histories import QUALITY, RULES, quality_steps
from tests.support.remittance_histories import remittance_steps
from tests.support.settings_histories import FOUND, settings_steps
from tests.support.telling import GROUPS, JANUARY, PAYERS, Step
from tests.support.worklist_histories import clock_steps

from upstream.domain.claims.claim import RecordClaim, WithdrawSightings
from upstream.domain.claims.claim import decider as claim
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.claims.faults import Fault, RejectedRow
from upstream.domain.claims.layout import Layout, Shape
from upstream.domain.messages import Command
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId
from upstream.domain.uploads import commands as uploads
from upstream.domain.uploads.counts import Counts
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.quarantine import QUARANTINED, DestroyFile, ReleaseFile
from upstream.domain.uploads.upload import decider as upload
from upstream.domain.uploads.withdrawal import (
    AdvanceWithdrawal,
    CompleteWithdrawal,
    WithdrawUpload,
)


def commits_of(customer_id: CustomerId) -> st.SearchStrategy[list[list[Step]]]:
    """Some commits of some steps each, over a handful of claims, uploads, findings and alerts."""
    step = st.one_of(
        *(claim_steps(customer_id),) * 4,
        _uploads(customer_id),
        finding_steps(customer_id),
        run_steps(customer_id),
        rule_steps(customer_id),
        alert_steps(customer_id),
        judgment_steps(customer_id),
        mapping_steps(customer_id),
        remittance_steps(customer_id),
        settings_steps(customer_id),
        clock_steps(customer_id),
        quality_steps(customer_id),
        contract_steps(customer_id),
    )
    return st.lists(st.lists(step, min_size=1, max_size=8), min_size=1, max_size=10)


@st.composite
def _facts(draw: st.DrawFn, number: str) -> ClaimFacts:
    outcome = draw(st.sampled_from(("PAID", "DENIED", "OTHER", "PENDING")))
    days = draw(st.integers(0, 40))
    submitted_on = JANUARY + timedelta(days=draw(st.integers(0, 70)))
    money = st.none() | st.sampled_from((0, 1, 9_999, 120_050))
    decided = outcome != "PENDING" and draw(st.booleans())
    return msgspec.convert(
        {
            "claim_ref": draw(st.sampled_from((f"A-{number}", None))),
            "payer": draw(st.sampled_from(PAYERS)),
            "cpt": draw(st.sampled_from(("99213", "70450"))),
            "cpt_group": draw(st.sampled_from(GROUPS)),
            "submitted_on": submitted_on,
            "decided_on": submitted_on + timedelta(days=days) if decided else None,
            "outcome": outcome,
            "billed_cents": draw(money),
            "allowed_cents": draw(money),
            "paid_cents": draw(money),
            "denial_reason": "CO-197" if outcome == "DENIED" else None,
            "stage": draw(st.sampled_from((None, None, "appealed", "reversed"))),
            "frequency": draw(st.sampled_from((None, None, None, "8"))),
        },
        ClaimFacts,
    )


@st.composite
def claim_steps(draw: st.DrawFn, customer_id: CustomerId) -> Step:
    number = draw(some(5))
    upload_id = stream_of(customer_id, "upload", draw(some(2)))
    told = RecordClaim(
        facts=draw(_facts(number)),
        silent=draw(st.sampled_from((frozenset[str](), frozenset({"billed_cents", "decided_on"})))),
        upload_id=upload_id,
        line=draw(st.integers(2, 9)),
    )
    taken_back = draw(st.integers(0, 7)) == 0
    command = WithdrawSightings(upload_id=upload_id) if taken_back else told
    return Step(claim, stream_of(customer_id, "claim", number), command)


SHAPE = Shape(
    encoding="utf-8", delimiter=",", line_end="\n", width=3, first_line=2, first_offset=20
)


def _chunk(read: int, rejected: int, offset: int) -> Command:
    rows = tuple(
        RejectedRow(offset * 10 + n, (Fault("payer", "row.missing"),)) for n in range(rejected)
    )
    return uploads.RecordChunk(
        offset=offset,
        counts=Counts(rows_read=read + rejected, rows_new=read, rows_rejected=rejected),
        next_line=offset + 1,
        next_offset=offset + 100,
        rejected=rows,
        personal=FOUND[: read % 3],
        quality=QUALITY if read else None,
    )


@st.composite
def _uploads(draw: st.DrawFn, customer_id: CustomerId) -> Step:
    problem = FileProblem(code="file.no_header", detail="There is no header row.")
    held = FileProblem(code=QUARANTINED, detail="Held back.")
    chunk = st.builds(
        _chunk, st.integers(0, 5), st.integers(0, 2), st.sampled_from((20, 120, 220, 320))
    )
    command = draw(
        st.sampled_from(
            [
                uploads.ReceiveFile(file_name="claims.csv", size_bytes=420, sha256="ab" * 32),
                uploads.StartValidation(),
                uploads.AcceptFile(layout=Layout(shape=SHAPE, columns=(), today=JANUARY)),
                uploads.AcceptFile(
                    layout=Layout(shape=SHAPE, columns=(), today=JANUARY), rules=RULES
                ),
                uploads.RejectFile(problem=problem),
                uploads.RejectFile(problem=held, personal=FOUND),
                ReleaseFile(reason="a fax line", upload_id=stream_of(customer_id, "upload", "9")),
                DestroyFile(),
                uploads.CompleteRecording(),
                uploads.FailRecording(failure="upload.file_damaged"),
                uploads.CancelUpload(),
                WithdrawUpload(reason="sent by mistake"),
                AdvanceWithdrawal(chunk=1, claims=2),
                CompleteWithdrawal(),
            ]
        )
        | chunk
    )
    return Step(upload, stream_of(customer_id, "upload", draw(some(2))), command)
