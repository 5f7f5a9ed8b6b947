"""Passwords as Argon2id hashes: slow on purpose, so never more than two at a time."""

from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

AT_ONCE: Final = 2
"""Each costs 64 MiB: unlimited sign-ins would be a way to exhaust memory."""

CHARACTERS_MAX: Final = 1024
"""Nobody types more; a megabyte of password is an attack."""


class Passwords:
    """RFC 9106 §4, second recommended option: 64 MiB, three passes, four lanes."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._turn = BoundedSemaphore(AT_ONCE)
        self._of_nobody = self.hashed("nobody has this password")

    def hashed(self, password: str) -> str:
        with self._turn:
            return self._hasher.hash(password)

    def matches(self, stored: str | None, password: str) -> bool:
        """Takes as long for an account that does not exist (`stored` None) as for one that does."""
        if len(password) > CHARACTERS_MAX:
            return False
        with self._turn:
            try:
                self._hasher.verify(stored or self._of_nobody, password)
            except (VerificationError, InvalidHashError):
                return False
        return stored is not None

    def outdated(self, stored: str) -> bool:
        """The hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)
