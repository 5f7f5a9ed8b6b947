"""Logs of a real process: JSON lines, listed keys, and never the words of an exception."""

import json
import os
import subprocess
import sys

import psycopg
import pytest

PROLOGUE = """
import logging, sys
from upstream.infrastructure.structured_logs import log_as_json, logger
log_as_json("api", "info")
"""


def lines_of(program: str, *arguments: str) -> list[dict[str, object]]:
    done = subprocess.run(
        [sys.executable, "-c", PROLOGUE + program, *arguments],
        env={**os.environ, "PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=False,
    )
    return [json.loads(line) for line in done.stderr.splitlines()]


@pytest.mark.feature("OP-3")
def test_a_line_tells_process_request_and_customer() -> None:
    (line,) = lines_of("logger().bind(request_id='r1', customer_id='c1').info('upload_received')")

    assert line["event"] == "upload_received"
    assert (line["process"], line["level"]) == ("api", "info")
    assert (line["request_id"], line["customer_id"]) == ("r1", "c1")


def test_a_key_that_is_not_listed_is_dropped_and_said_so() -> None:
    (line,) = lines_of("logger().info('row_rejected', rows=1, patient='Jane Roe')")

    assert line["dropped"] == ["patient"]
    assert "Jane Roe" not in str(line)


def test_an_object_is_logged_by_its_type_only() -> None:
    (line,) = lines_of("logger().info('refused', code={'name': 'Jane Roe'})")

    assert line["code"] == "dict"


def test_an_error_of_the_database_is_told_without_the_row(admin_url: str) -> None:
    with psycopg.connect(admin_url) as connection:
        connection.execute("CREATE TABLE patients (name text UNIQUE)")
    program = """
import psycopg
with psycopg.connect(sys.argv[1]) as connection:
    for _ in range(2):
        try:
            connection.execute("INSERT INTO patients VALUES ('Jane Roe')")
        except psycopg.Error:
            logger().exception("insert_failed")
"""
    (line,) = lines_of(program, admin_url)

    assert "Jane Roe" not in str(line)
    assert "UniqueViolation [23505] " in str(line["exception"])


def test_a_crash_is_one_line_without_the_words_of_the_error() -> None:
    (line,) = lines_of("def load(): raise ValueError('Jane Roe')\nload()")

    assert line["event"] == "died"
    assert line["exception"] == ["ValueError <string>:5:load < <string>:6:<module>"]


def test_a_crash_in_a_thread_is_told_alike() -> None:
    program = """
import threading
def work(): raise ValueError('Jane Roe')
thread = threading.Thread(target=work); thread.start(); thread.join()
"""
    (line,) = lines_of(program)

    assert line["event"] == "thread died"
    assert "Jane Roe" not in str(line)


def test_a_library_is_quoted_without_its_arguments() -> None:
    (line,) = lines_of("logging.getLogger('dramatiq').warning('Failed %s', 'Jane Roe')")

    assert (line["event"], line["logger"]) == ("Failed %s", "dramatiq")
    assert "Jane Roe" not in str(line)
