"""How much processor time processes have taken: what stays true on a machine with other work."""

import os
from pathlib import Path
from typing import Final

_TICKS: Final = os.sysconf("SC_CLK_TCK")
_PARENT, _USER, _SYSTEM, _USER_OF_ENDED, _SYSTEM_OF_ENDED = 1, 11, 12, 13, 14
"""Places in /proc/PID/stat behind the name."""


def processor_seconds(pid: int) -> float:
    """Of a process and its children, those that have ended too; 0 for one that is gone."""
    own = _stat(pid)
    ticks = sum(own[place] for place in (_USER, _SYSTEM, _USER_OF_ENDED, _SYSTEM_OF_ENDED))
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (child := _stat(int(entry.name)))[_PARENT] == pid:
            ticks += child[_USER] + child[_SYSTEM]
    return ticks / _TICKS


def _stat(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return [0] * (_SYSTEM_OF_ENDED + 1)
    state, *numbers = text.rpartition(")")[2].split()
    return [ord(state), *map(int, numbers)]
