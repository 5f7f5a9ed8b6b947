"""held → released | destroyed: what was held back ends in exactly one way."""

from uuid import UUID

import pytest

from upstream.domain.messages import Refusal
from upstream.domain.units import StreamId
from upstream.domain.uploads.events import UploadEvent, UploadReceived, UploadRejected
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.quarantine import (
    QUARANTINED,
    DestroyFile,
    FileDestroyed,
    FileReleased,
    ReleaseFile,
)
from upstream.domain.uploads.refusals import (
    FileGone,
    NotQuarantined,
    ReleaseReasonMissing,
    UploadUnknown,
)
from upstream.domain.uploads.upload import Ended, decider

pytestmark = pytest.mark.feature("DQ-4")

SHA256 = "ab" * 32
FRESH = StreamId(UUID(int=7))
RECEIVED = UploadReceived(file_name="claims.csv", size_bytes=90, sha256=SHA256)
HELD = (RECEIVED, UploadRejected(problem=FileProblem(code=QUARANTINED, detail="Found.")))
RELEASED = FileReleased(reason="a fax line", upload_id=FRESH)
DESTROYED = FileDestroyed(sha256=SHA256)
RELEASE = ReleaseFile(reason=" a fax\tline ", upload_id=FRESH)


def test_what_is_held_is_released_with_a_reason_or_destroyed() -> None:
    held = decider.fold(HELD)

    assert decider.decide(RELEASE, held) == (RELEASED,)
    assert decider.decide(DestroyFile(), held) == (DESTROYED,)


@pytest.mark.parametrize(
    ("history", "refused"),
    [
        ((), UploadUnknown),
        ((RECEIVED,), NotQuarantined),
        ((RECEIVED, UploadRejected(problem=FileProblem(code="x", detail="X."))), NotQuarantined),
        ((*HELD, RELEASED), NotQuarantined),
        ((*HELD, DESTROYED), FileGone),
    ],
)
def test_nothing_else_is_released(history: tuple[UploadEvent, ...], refused: type[Refusal]) -> None:
    with pytest.raises(refused):
        decider.decide(RELEASE, decider.fold(history))


def test_a_release_without_a_reason_is_none() -> None:
    with pytest.raises(ReleaseReasonMissing):
        decider.decide(ReleaseFile(reason=" \n", upload_id=FRESH), decider.fold(HELD))


@pytest.mark.parametrize("end", [RELEASED, DESTROYED])
def test_an_end_is_an_end(end: UploadEvent) -> None:
    ended = decider.fold((*HELD, end))

    assert isinstance(ended, Ended)
    assert ended.how == "rejected"
    assert decider.decide(DestroyFile(), ended) == ()
