"""A customer's two years: many uploads, half a month apart, claims decided later and taken back."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from upstream.application.seed import HEADER, claim_lines, plan
from upstream.cli.trial import Trial
from upstream.cli.trial.client import Client
from upstream.cli.trial.watching import Admin, wait_until_ended, wait_until_projected
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database

YEARS: Final = timedelta(days=730)

_FIRST_UNTIL: Final = date(2024, 11, 1)
_SECONDS_MAX: Final = 3_600.0
_PAYER, _OUTCOME = 1, 5

# In the order of the log, evenly over two years, the last one now.
_BACKDATE: Final = (
    "UPDATE commits c"
    " SET recorded_at = l.last_recorded_at - %(years)s * (1 - c.last / l.head::float)"
    " FROM customer_log l WHERE l.customer_id = c.customer_id AND c.customer_id = %(customer_id)s"
)
_INSTANT_OF: Final = (
    "SELECT recorded_at FROM commits WHERE customer_id = %s AND last >= %s ORDER BY last LIMIT 1"
)


def record_two_years(trial: Trial, claims: int, uploads: int) -> Client:
    """Uploads first, then the dates on which they were recorded, then the read models."""
    trial.start("api", "worker", "scheduler")
    client = Client.registered(trial, "riverside")
    customer_id = client.customer.customer_id
    open_before: list[str] = []
    with trial.administer() as admin:
        for number in range(uploads):
            file = trial.folder / f"claims-{number:02d}.csv"
            until = _FIRST_UNTIL + YEARS * number / uploads
            open_before = _write(file, number, claims // uploads, until, open_before)
            upload_id = client.upload(file)
            wait_until_ended(admin, customer_id, upload_id, _SECONDS_MAX)
            file.unlink()
        backdate(admin, customer_id)
    trial.start("projector")
    database = Database(trial.settings.database_url, pool_size=1)
    wait_until_projected(database, _SECONDS_MAX)
    database.close()
    with trial.administer() as admin:
        admin.execute("VACUUM ANALYZE")
    return client


def backdate(admin: Admin, customer_id: CustomerId) -> None:
    """As if what is in the log had been recorded evenly over two years that end now."""
    admin.execute(_BACKDATE, {"years": YEARS, "customer_id": customer_id})


def half_way(trial: Trial, client: Client) -> tuple[datetime, int]:
    """The moment at which half of the customer's events were recorded, and its position."""
    customer_id = client.customer.customer_id
    with trial.administer() as admin:
        row = admin.execute(
            "SELECT head / 2 FROM customer_log WHERE customer_id = %s", [customer_id]
        ).fetchone()
        assert row is not None
        instant = admin.execute(_INSTANT_OF, [customer_id, row[0]]).fetchone()
    assert instant is not None
    return instant[0], row[0]


def _write(file: Path, number: int, claims: int, until: date, open_before: list[str]) -> list[str]:
    """One file: new claims, and word of those the last one left open. The open ones of this."""
    planned = plan("riverside", claims=claims, seed=number, until=until)
    left_open: list[str] = []
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write(HEADER)
        out.writelines(_decided(line, until) for line in open_before)
        for lines in claim_lines(planned):
            for line in lines.splitlines(keepends=True):
                own = f"{number:02d}{line}"
                out.write(own)
                if ",PENDING," in own:
                    left_open.append(own)
    return left_open


def _decided(line: str, until: date) -> str:
    """A claim that was open is denied on the day before the file's end."""
    cells = line.rstrip("\n").split(",")
    cells[4], cells[5] = (until - timedelta(days=1)).isoformat(), "DENIED"
    cells[8], cells[9] = "0.00", "CO-197"
    return ",".join(cells) + "\n"
