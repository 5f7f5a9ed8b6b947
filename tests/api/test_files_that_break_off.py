"""Half a file over a real connection that breaks off: nothing is kept, and nobody else notices."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection

import pytest
import uvicorn
from tests.api.at_work import ANALYST, RIVERSIDE, seeded_file, work
from tests.api.conftest import Api, Population
from tests.api.test_uploading import kept_files

UPLOADS = f"{RIVERSIDE}/uploads"
BEGIN = b'--cut\r\nContent-Disposition: form-data; name="file"; filename="claims.csv"\r\n\r\n'
END = b"\r\n--cut--\r\n"


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.02)


class Sending:
    """An upload that goes out piece by piece, as slowly as one likes."""

    def __init__(self, port: int, api: Api, content: bytes) -> None:
        self._body = BEGIN + content + END
        self._sent = 0
        self.connection = HTTPConnection("127.0.0.1", port, timeout=20)
        self.connection.putrequest("POST", UPLOADS)
        headers = api.headers(ANALYST, Content_Type="multipart/form-data; boundary=cut")
        for name, value in headers.items():
            self.connection.putheader(name, value)
        self.connection.putheader("Content-Length", str(len(self._body)))
        self.connection.endheaders()

    def go_on(self, upto: float) -> None:
        """`upto`: the share of the body that is sent then."""
        end = round(len(self._body) * upto)
        self.connection.send(self._body[self._sent : end])
        self._sent = end

    def break_off(self) -> None:
        assert self.connection.sock is not None
        self.connection.sock.shutdown(socket.SHUT_RDWR)
        self.connection.close()


@pytest.fixture
def port(api: Api, population: Population) -> Iterator[int]:
    """The application behind its real server."""
    assert population.people
    config = uvicorn.Config(api.client.app, port=0, lifespan="off", log_level="warning")
    server = uvicorn.Server(config)
    running = threading.Thread(target=server.run)
    running.start()
    until(lambda: server.started)
    (listening,) = (one for each in server.servers for one in each.sockets)
    yield int(listening.getsockname()[1])
    server.should_exit = True
    running.join(20)
    assert not running.is_alive()


@pytest.mark.feature("IN-4")
def test_half_a_file_leaves_nothing_and_harms_no_other(api: Api, port: int) -> None:
    ours, theirs = seeded_file(claims=20_000), seeded_file("lakeside", claims=20_000)
    broken, whole = Sending(port, api, ours), Sending(port, api, theirs)
    for sending in (broken, whole):
        sending.go_on(0.5)
    until(lambda: len(kept_files(api)) == 2)
    broken.break_off()
    until(lambda: len(kept_files(api)) == 1)
    whole.go_on(1)
    with closing(whole.connection) as connection:
        answer = connection.getresponse()
        answer.read()
    work(api)
    (only,) = api.get(UPLOADS).json()["items"]

    assert answer.status == 202
    assert (only["status"], only["rows_read"], only["rows_rejected"]) == ("completed", 20_000, 0)
    assert only["size_bytes"] == len(theirs)
    assert len(kept_files(api)) == 1


@pytest.mark.feature("IN-4", "IN-7")
def test_after_half_of_it_the_whole_file_is_no_repetition(api: Api, port: int) -> None:
    content = seeded_file(claims=20_000)
    broken = Sending(port, api, content)
    broken.go_on(0.7)
    broken.break_off()
    again = Sending(port, api, content)
    again.go_on(1)
    with closing(again.connection) as connection:
        answer = connection.getresponse()
        answer.read()

    assert answer.status == 202
    until(lambda: len(kept_files(api)) == 1)
