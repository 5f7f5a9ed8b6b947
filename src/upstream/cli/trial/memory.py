"""How much memory each process really takes: proportional set size, sampled while it works."""

import threading
from collections.abc import Mapping
from pathlib import Path
from subprocess import Popen
from types import TracebackType
from typing import Final, Self

_EVERY_SECONDS: Final = 0.5


def pss_bytes(pid: int) -> int:
    """Own pages, and of shared ones the process's share; 0 for one that is gone."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0
    for line in text.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


class PeakMemory:
    """`with PeakMemory(processes) as memory: …; memory.peaks` has the highest seen, in bytes."""

    def __init__(self, processes: Mapping[str, "Popen[bytes]"]) -> None:
        self._processes = processes
        self.peaks: dict[str, int] = {}
        self._finished = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="memory")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._finished.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._finished.wait(_EVERY_SECONDS):
            self._look()

    def _look(self) -> None:
        for name, process in list(self._processes.items()):
            self.peaks[name] = max(self.peaks.get(name, 0), pss_bytes(process.pid))
