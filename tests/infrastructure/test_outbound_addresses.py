"""Where a message may go: no spelling of an inner address gets through."""

import asyncio
import socket
from collections.abc import Sequence
from ipaddress import ip_address, ip_network
from typing import Any

import pytest

from upstream.infrastructure.outbound import Posting, post_all
from upstream.infrastructure.outbound_addresses import AddressRefused, checked_address, may_leave

LOOPBACK = ip_network("127.0.0.0/8")


@pytest.mark.feature("AL-5")
@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1"),  # noqa: S104
        *("169.254.169.254", "100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::"),
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)
def test_an_inner_address_is_refused_whatever_it_is_wrapped_in(address: str) -> None:
    assert not may_leave(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_the_open_internet_is_reached(address: str) -> None:
    assert may_leave(ip_address(address))


@pytest.mark.feature("AL-5")
@pytest.mark.parametrize(
    "spelling",
    [
        *("http://127.0.0.1/", "https://127.0.0.1/", "https://localhost/", "https://localhost./"),
        *("https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/", "https://127.1/"),
        *("https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/"),
        *("https://0/", "https://[64:ff9b::7f00:1]/", "https://169.254.169.254/latest/"),
        *("http://0.0.0.0:80/", "https://127.0.0.1:443@127.0.0.1/"),
    ],
)
def test_no_spelling_of_this_machine_is_posted_to(spelling: str) -> None:
    (failure,) = post_all([Posting(spelling, b"{}", {})], allowed=[])
    assert failure in {"address_refused", "address_unresolved", "answer_broken"}


def _resolver(monkeypatch: pytest.MonkeyPatch, *rounds: Sequence[str]) -> None:
    """A name server that gives another answer each time."""
    left = list(rounds)

    def answer(*_: Any, **__: Any) -> list[Any]:  # noqa: ANN401  the socket's own
        addresses = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", answer)


def _checked(host: str = "hooks.example", port: int = 443, *, secure: bool = True) -> str:
    return str(asyncio.run(checked_address(host, port, secure=secure, allowed=[LOOPBACK])))


@pytest.mark.feature("AL-5")
def test_one_inner_address_among_the_answers_spoils_them_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _resolver(monkeypatch, ["93.184.215.14", "10.0.0.1"])
    with pytest.raises(AddressRefused):
        _checked()


@pytest.mark.feature("AL-5")
def test_a_name_that_changes_its_mind_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was checked is what is connected to."""
    _resolver(monkeypatch, ["93.184.215.14"], ["10.0.0.1"])
    assert _checked() == "93.184.215.14"


def test_plain_http_and_strange_ports_stay_in_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    _resolver(monkeypatch, ["93.184.215.14"])
    for port, secure in ((80, False), (22, True), (5432, True)):
        with pytest.raises(AddressRefused):
            _checked(port=port, secure=secure)
    _resolver(monkeypatch, ["127.0.0.1"])
    assert _checked(port=9_999, secure=False) == "127.0.0.1"
