"""Files full of canaries go in by HTTP and CLI; then everything real is searched for them."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
import pytest
import redis
from psycopg import sql
from tests.support.canaries import REMITTANCE, canary_file, hits

from upstream.cli.trial import SERVICES, Trial
from upstream.cli.trial.client import Client
from upstream.cli.trial.watching import progress, wait_until_projected
from upstream.infrastructure.database import Database

SECONDS_MAX = 60.0


@dataclass
class Told:
    """An installation that has taken the canaries in, and everything it answered."""

    trial: Trial
    client: Client
    answers: dict[str, bytes]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    folder = tmp_path_factory.mktemp("canaries")
    path = canary_file(folder)
    with Trial() as trial:
        trial._environment["UPSTREAM_LOG_LEVEL"] = "debug"
        trial.start(*SERVICES)
        client = Client.registered(trial, "riverside")
        client.get("dashboard")
        Client.registered(trial, "lakeside")
        found = Told(trial, client, {})
        http = httpx.Client(base_url=f"http://{trial.settings.host}:{trial.settings.port}")
        with http:
            _upload_by_http(found, http, path)
            found.answers["cli"] = _upload_by_cli(trial, path)
            database = Database(trial.settings.database_url, pool_size=1)
            wait_until_projected(database, SECONDS_MAX)
            database.close()
            _look_at_everything(found, http)
        yield found


def _upload_by_http(told: Told, http: httpx.Client, path: Path) -> None:
    headers = told.client._headers()
    address = "/api/v1/customers/riverside/uploads"
    files: tuple[tuple[str, bytes, dict[str, str]], ...] = (
        (path.name, path.read_bytes(), {}),
        (path.name, path.read_bytes(), {"mapping": '{"decided_date": "none"}'}),
        ("other.csv", path.read_bytes() + b"\n", {"mapping": '{"units": "512-41-7095"}'}),
        ("other.csv", path.read_bytes() + b"\n\n", {"mapping": '{"Rosa Martinez": "x"}'}),
        ("claims.835", REMITTANCE.encode(), {}),
        ("nothing.csv", b"Zelda Quimby,512-41-7094\n", {}),
    )
    for number, (name, content, fields) in enumerate(files):
        answer = http.post(address, files={"file": (name, content)}, data=fields, headers=headers)
        told.answers[f"upload {number}"] = answer.content
        if answer.status_code == 202:
            _wait(told, answer.json()["id"])


def _wait(told: Told, upload_id: str) -> None:
    with told.trial.administer() as admin:
        customer_id = told.client.customer.customer_id
        for _ in range(1_200):
            if progress(admin, customer_id, upload_id).ended is not None:  # type: ignore[arg-type]  # PostgreSQL reads either
                return
            time.sleep(0.05)
    raise AssertionError("the upload did not end")


def _upload_by_cli(trial: Trial, path: Path) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "upstream.cli.main", "upload", str(path), "--customer", "lakeside",
         "--wait", "--json"],
        env={**os.environ, **trial._environment},
        cwd=path.parent,
        capture_output=True,
        check=False,
        timeout=SECONDS_MAX,
    )  # fmt: skip
    assert done.returncode in {0, 3, 4}, done.stderr
    return done.stdout + done.stderr


def _look_at_everything(told: Told, http: httpx.Client) -> None:
    headers = told.client._headers()
    root = "/api/v1/customers/riverside"
    uploads = http.get(f"{root}/uploads", headers=headers).json()["items"]
    paths = ["uploads", "uploads/stats", "claims", "audit", "dashboard", "payers", "settings"]
    for one in uploads:
        about = f"uploads/{one['id']}"
        paths += [about, f"{about}/rejected-rows", f"{about}/personal-data"]
        paths += [f"{about}/rejected-rows?format=csv", f"audit/entities/upload/{one['id']}"]
    claims = http.get(f"{root}/claims", headers=headers).json()["items"]
    paths += [f"claims/{one['id']}" for one in claims]
    for path in paths:
        answer = http.get(f"{root}/{path}", headers=headers)
        told.answers[path] = answer.content
    credentials = {"email": told.client._email, "password": told.client._password}
    signed = http.post("/sign-in", data=credentials)
    assert signed.status_code in {200, 303}, signed.text[:300]
    for path in ("dashboard", "uploads", "claims", "audit", "settings", "alerts"):
        told.answers[f"page {path}"] = http.get(f"/customers/riverside/{path}").content
    for one in uploads:
        address = f"/customers/riverside/uploads/{one['id']}"
        told.answers[f"page {address}"] = http.get(address).content


@pytest.mark.feature("DQ-4")
def test_no_answer_page_or_command_says_what_the_file_said(told: Told) -> None:
    assert {where: found for where, text in told.answers.items() if (found := hits(text))} == {}


@pytest.mark.feature("DQ-4")
def test_the_files_were_really_taken_in_and_what_was_found_is_told(told: Told) -> None:
    found = {}
    for where, text in told.answers.items():
        if where.endswith("/personal-data"):
            document = json.loads(text)
            columns = {(one["header"], one["kind"]) for one in document["columns"]}
            cells = {(one["column"], one["kind"]) for one in document["cells"]}
            found[len(columns), len(cells)] = columns | cells
    richest = found[max(found)]

    assert {("patient_name", "name"), ("dob", "date_of_birth"), ("ssn", "ssn")} <= richest
    assert {("payer", "name"), ("denial_reason", "phone"), ("claim_id", "ssn")} <= richest
    assert b"[SSN]" in told.answers["uploads"]


@pytest.mark.feature("DQ-4")
def test_nothing_on_disk_says_it_neither_logs_nor_database_nor_wal(told: Told) -> None:
    with told.trial.administer() as admin:
        admin.execute("CHECKPOINT")
    found = {}
    files = 0
    for path in told.trial.folder.rglob("*"):
        if path.is_file() and not path.is_socket():
            files += 1
            if seen := hits(path.read_bytes()):
                found[str(path.relative_to(told.trial.folder))] = seen
    assert files > 500
    assert found == {}
    sealed = [path for path in told.trial.folder.rglob("data/files/**/*") if path.is_file()]
    assert sealed, "the raw files are kept, sealed"


@pytest.mark.feature("DQ-4")
def test_no_table_says_it(told: Told) -> None:
    found = {}
    with psycopg.connect(told.trial.admin_url) as admin:
        tables = admin.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        ).fetchall()
        for (table,) in tables:
            statement = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(table))
            with admin.cursor().copy(statement) as copy:
                content = b"".join(bytes(part) for part in copy)
            if seen := hits(content):
                found[table] = seen
    assert len(tables) > 20
    assert found == {}


@pytest.mark.feature("DQ-4")
def test_valkey_says_nothing(told: Told) -> None:
    found = {}
    with redis.Redis.from_url(told.trial.settings.redis_url) as client:
        read = {
            b"string": client.get,
            b"list": lambda key: client.lrange(key, 0, -1),
            b"hash": client.hgetall,
            b"set": client.smembers,
            b"zset": lambda key: client.zrange(key, 0, -1),
        }
        keys = list(client.scan_iter())
        for key in keys:
            content = key + repr(read[client.type(key)](key)).encode()
            if seen := hits(content):
                found[key] = seen
    assert keys
    assert found == {}
