"""What tells who a patient is, kept as a keyed pseudonym."""

from hashlib import sha256

from upstream.domain.claims.cells import Memo, are_plain, said
from upstream.domain.claims.faults import Fault

_BLOCK = 64
PSEUDONYM_HEX_DIGITS = 32
"""128 of the 256 bits: no two of a customer's patients will ever meet."""


class PseudonymMemo(Memo[str | None]):
    """A column of patient references as HMAC-SHA-256 (RFC 2104) under the customer's key.

    Patients come again, so pseudonyms are remembered; the two padded keys are hashed only once,
    which makes a new one cost a third of `hmac.digest`.
    """

    def __init__(self, key: bytes) -> None:
        assert len(key) <= _BLOCK, "a longer key would have to be hashed first"
        super().__init__(self._read)
        padded = key.ljust(_BLOCK, b"\0")
        self._inner = sha256(bytes(byte ^ 0x36 for byte in padded)).copy
        self._outer = sha256(bytes(byte ^ 0x5C for byte in padded)).copy

    def column(self, cells: list[str]) -> list[str | Fault | None]:
        if are_plain(cells):
            self._remember(set(cells))
        return super().column(cells)

    def _read(self, cell: str) -> str | None:
        reference = said(cell)
        return reference and self._pseudonym(reference)

    def _pseudonym(self, reference: str) -> str:
        first, second = self._inner(), self._outer()
        first.update(reference.encode())
        second.update(first.digest())
        return second.hexdigest()[:PSEUDONYM_HEX_DIGITS]

    def _remember(self, cells: set[str]) -> None:
        """All that are new at once; the same as `_pseudonym`, without a call for each."""
        if len(self) + len(cells) > self.ENTRIES_MAX:
            self.clear()
        for cell in cells - self.keys():
            first, second = self._inner(), self._outer()
            first.update(cell.encode())
            second.update(first.digest())
            self[cell] = second.hexdigest()[:PSEUDONYM_HEX_DIGITS]
