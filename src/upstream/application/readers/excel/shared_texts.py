"""The texts that cells of a workbook share, each kept once."""

from typing import IO, Final

from upstream.application.readers.excel.markup import Attributes, parser

_READ_BYTES: Final = 1 << 16


def shared_texts(part: IO[bytes]) -> list[str]:
    """Runs of one text are joined; how it is pronounced is no part of it."""
    reading = _Reading()
    while piece := part.read(_READ_BYTES):
        reading.parser.Parse(piece, False)
    reading.parser.Parse(b"", True)
    return reading.texts


class _Reading:
    def __init__(self) -> None:
        self.texts: list[str] = []
        self.parser = parser(self._begun, self._said)
        self.parser.EndElementHandler = self._ended
        self._runs: list[str] = []
        self._listening = False
        self._spoken = 0

    def _begun(self, name: str, _: Attributes) -> None:
        name = name.rpartition(":")[2]
        if name == "t":
            self._listening = not self._spoken
        elif name == "si":
            self._runs = []
        elif name == "rPh":
            self._spoken += 1

    def _said(self, text: str) -> None:
        if self._listening:
            self._runs.append(text)

    def _ended(self, name: str) -> None:
        self._listening = False
        name = name.rpartition(":")[2]
        if name == "si":
            self.texts.append("".join(self._runs).replace("x005F_", ""))
        elif name == "rPh":
            self._spoken -= 1
