"""An intake desk for tests: files in, jobs done at once, the log read back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from tests.support.claim_log import context_of

from upstream.application.uploads import Intake, receive, record
from upstream.application.uploads.streams import standing
from upstream.domain.claims.identity import KIND
from upstream.domain.messages import Event
from upstream.domain.streams import stream_of
from upstream.domain.units import CustomerId, StreamId
from upstream.domain.uploads.upload import Ended, Upload
from upstream.infrastructure.database import Database
from upstream.infrastructure.file_store import FileStore, StoredFile
from upstream.infrastructure.log import Answer, EventLog

SECRET = "a secret key that is only used by tests"
HEADER = (
    "claim_id,payer,cpt,submitted_date,decided_date,outcome,"
    "billed_amount,allowed_amount,denial_reason"
)
E = TypeVar("E", bound=Event)


def csv_of(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


@dataclass(frozen=True)
class Desk:
    """One customer's way in, without HTTP and without a broker."""

    intake: Intake
    customer_id: CustomerId

    def store(self, content: bytes) -> StoredFile:
        with self.intake.files.incoming(self.customer_id) as incoming:
            incoming.write(content)
            return incoming.finish()

    def receive(
        self, content: bytes, *, mapping: Mapping[str, str] | None = None, name: str = "claims.csv"
    ) -> Answer:
        file = self.store(content)
        context = context_of(self.customer_id, command="uploads.receive")
        return receive(self.intake.log, context, file, file_name=name, mapping=mapping)

    def record(self, upload_id: UUID, *, rows_max: int = 10_000) -> Upload:
        context = context_of(self.customer_id, command="uploads.record")
        record(self.intake, context, upload_id, rows_max=rows_max)
        return self.standing(upload_id)

    def take_in(
        self, content: bytes, *, mapping: Mapping[str, str] | None = None, rows_max: int = 10_000
    ) -> Ended:
        """Received and recorded to its end, whichever that is."""
        upload = self.record(self.receive(content, mapping=mapping).id, rows_max=rows_max)
        assert isinstance(upload, Ended)
        return upload

    def standing(self, upload_id: UUID) -> Upload:
        return standing(self.intake.log, self.customer_id, upload_id).upload

    def events_of(self, upload_id: UUID, kind: type[E]) -> list[E]:
        history = self.intake.log.read(self.customer_id, upload_id)
        return [recorded.event for recorded in history if isinstance(recorded.event, kind)]

    def claim_stream(self, claim_ref: str, payer: str = "Aetna") -> StreamId:
        """The stream of a claim with a number."""
        return stream_of(self.customer_id, KIND, f"{claim_ref}\x1f{payer.casefold()}")

    def claim(self, claim_ref: str, payer: str = "Aetna") -> Sequence[Event]:
        """Everything that happened to a claim with a number."""
        stream = self.claim_stream(claim_ref, payer)
        return [recorded.event for recorded in self.intake.log.read(self.customer_id, stream)]


def desk_of(database: Database, customer_id: CustomerId, folder: Path) -> Desk:
    intake = Intake(EventLog(database), FileStore(folder / "files", SECRET), SECRET)
    return Desk(intake, customer_id)
