"""Passwords are Argon2id hashes, two at a time, and nobody takes as long as somebody."""

import resource
from threading import Thread
from time import perf_counter

import pytest

from upstream.infrastructure.passwords import Passwords


@pytest.fixture(scope="module")
def passwords() -> Passwords:
    return Passwords()


@pytest.mark.feature("ID-5")
def test_a_hash_is_argon2id_as_rfc_9106_recommends(passwords: Passwords) -> None:
    assert passwords.hashed("correct horse").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_the_password_matches_and_no_other_does(passwords: Passwords) -> None:
    stored = passwords.hashed("correct horse")

    assert passwords.matches(stored, "correct horse")
    assert not passwords.matches(stored, "correct horsf")
    assert not passwords.matches(stored, "")
    assert not passwords.matches("not a hash", "correct horse")


def test_nobody_has_no_password(passwords: Passwords) -> None:
    assert not passwords.matches(None, "nobody has this password")


def test_an_unknown_account_takes_as_long_as_a_known_one(passwords: Passwords) -> None:
    stored = passwords.hashed("correct horse")

    def fastest(known: str | None) -> float:
        times = []
        for _ in range(5):
            began = perf_counter()
            passwords.matches(known, "wrong")
            times.append(perf_counter() - began)
        return min(times)

    assert 0.5 < fastest(None) / fastest(stored) < 2


def test_a_megabyte_of_password_is_not_even_hashed(passwords: Passwords) -> None:
    began = perf_counter()
    assert not passwords.matches(None, "x" * 1_000_000)
    assert perf_counter() - began < 0.02


def test_many_at_once_need_the_memory_of_two(passwords: Passwords) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    threads = [Thread(target=passwords.matches, args=(None, "wrong")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    grown_mib = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024

    assert grown_mib < 3 * 64


def test_a_hash_with_weaker_parameters_is_outdated(passwords: Passwords) -> None:
    weaker = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$" + "A" * 43
    assert passwords.outdated(weaker)
    assert not passwords.outdated(passwords.hashed("correct horse"))
