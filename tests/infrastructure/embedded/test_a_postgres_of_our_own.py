"""The PostgreSQL we bring along: who may enter it, what it keeps, what its log may say."""

import os
import shutil
import stat
from pathlib import Path

import psycopg
import pytest

from upstream.infrastructure.embedded.cluster import SERVICE_LOGIN
from upstream.infrastructure.embedded.postgres import EmbeddedPostgres
from upstream.infrastructure.embedded.server_folder import ServerFailed

SMALL = {"shared_buffers": "16MB", "fsync": "off"}


@pytest.fixture
def folder(servers_folder: Path, request: pytest.FixtureRequest) -> Path:
    return servers_folder / str(request.node.name)


def test_the_services_log_in_without_any_rights_of_their_own(postgres: EmbeddedPostgres) -> None:
    with psycopg.connect(postgres.url) as connection:
        rights = "SELECT rolsuper, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = %s"

        assert connection.execute(rights, [SERVICE_LOGIN]).fetchone() == (False, False, False)


def test_nobody_enters_without_the_password(postgres: EmbeddedPostgres) -> None:
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(
            host="127.0.0.1",
            port=postgres.port,
            user=SERVICE_LOGIN,
            password="a",
            dbname="postgres",
        )


def test_passwords_are_readable_by_their_owner_only(postgres: EmbeddedPostgres) -> None:
    mode = (postgres.folder / "passwords.json").stat().st_mode

    assert stat.S_IMODE(mode) == 0o600


def test_nobody_reads_a_password_among_the_arguments(postgres: EmbeddedPostgres) -> None:
    arguments = Path(f"/proc/{postgres.process.pid}/cmdline").read_bytes().decode()
    password = postgres.url.split(":")[2].split("@")[0]

    assert password not in arguments


def test_an_error_leaves_no_row_in_the_log(postgres: EmbeddedPostgres) -> None:
    with psycopg.connect(postgres.admin_url) as connection:
        connection.execute("CREATE TEMPORARY TABLE patients (name text UNIQUE)")
        connection.execute("INSERT INTO patients VALUES ('Jane Roe')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO patients VALUES ('Jane Roe')")

    log = (postgres.folder / "postgres.log").read_text()
    assert "duplicate key value" in log
    assert "Jane Roe" not in log


@pytest.mark.feature("OP-1")
def test_a_second_start_finds_data_and_address_as_they_were(folder: Path) -> None:
    with EmbeddedPostgres(folder, SMALL) as first:
        address = first.admin_url
        with psycopg.connect(address) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")

    with EmbeddedPostgres(folder, SMALL) as second, psycopg.connect(second.admin_url) as connection:
        assert second.admin_url == address
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_one_folder_has_one_server(postgres: EmbeddedPostgres) -> None:
    with pytest.raises(ServerFailed):
        EmbeddedPostgres(postgres.folder, SMALL).start()


def test_a_pid_that_belongs_to_somebody_else_by_now_is_no_obstacle(folder: Path) -> None:
    with EmbeddedPostgres(folder, SMALL):
        pid_file = next(folder.rglob("postmaster.pid"))
    pid_file.write_text(f"{os.getpid()}\n{pid_file.parent}\n1\n5432\n\n127.0.0.1\n")

    with EmbeddedPostgres(folder, SMALL) as server:
        assert server.process.poll() is None


def test_lost_passwords_are_named_instead_of_making_a_new_cluster(folder: Path) -> None:
    with EmbeddedPostgres(folder, SMALL):
        pass
    (folder / "passwords.json").unlink()

    with pytest.raises(ServerFailed, match=r"passwords\.json"):
        EmbeddedPostgres(folder, SMALL).start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has PostgreSQL run by another account")
def test_a_folder_under_a_closed_home_works_and_stays_closed(tmp_path: Path) -> None:
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)

    with EmbeddedPostgres(closed / "postgres", SMALL) as server:
        with psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert Path(f"/proc/{server.process.pid}").stat().st_uid != 0

    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    shutil.rmtree((closed / "postgres" / "elsewhere").read_text())
