"""Child processes that never outlive their parent, and the orphans of parents that were killed."""

import contextlib
import ctypes
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Final

from upstream.infrastructure.embedded.account import Account

_PR_SET_PDEATHSIG: Final = 1
_SERVER_PORTS: Final = range(20_000, 32_000)
_LIBC: Final = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def spawn(
    command: Sequence[str],
    *,
    orphaned: signal.Signals,
    account: Account | None = None,
    environment: Mapping[str, str] | None = None,
    output: IO[bytes] | None = None,
    stdin: int = subprocess.DEVNULL,
    folder: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own; it gets `orphaned` when our process dies.

    A session of its own keeps the terminal's Ctrl-C away: the parent decides the order of stopping.
    Call it from the main thread: the kernel watches the thread that forked, not the process.
    """
    return subprocess.Popen(  # noqa: S603 - our own binaries with our own arguments
        command,
        cwd=folder,
        env=dict(environment) if environment is not None else None,
        stdin=stdin,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        start_new_session=True,
        preexec_fn=_die_with_parent(orphaned),  # noqa: PLW1509 - one system call, no allocation
    )


def _die_with_parent(orphaned: signal.Signals) -> Callable[[], None] | None:
    if _LIBC is None:
        return None
    prctl, parent, last_signal = _LIBC.prctl, os.getpid(), int(orphaned)

    def ask_the_kernel() -> None:
        # Runs after the change of account, which would clear the request.
        prctl(_PR_SET_PDEATHSIG, last_signal)
        if os.getppid() != parent:
            os._exit(1)

    return ask_the_kernel


def end(process: subprocess.Popen[bytes], *signals: tuple[signal.Signals, float]) -> None:
    """Send each signal in turn and wait its seconds, until the child is gone; then SIGKILL.

    What the child itself had started, and left, is killed too.
    """
    for number, seconds in signals:
        if process.poll() is not None:
            break
        process.send_signal(number)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def end_orphan(pid: int, *signals: tuple[signal.Signals, float]) -> None:
    """Like `end`, for a process that is not our child."""
    for number, seconds in (*signals, (signal.SIGKILL, 5.0)):
        deadline = time.monotonic() + seconds
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        while time.monotonic() < deadline:
            if not is_alive(pid):
                return
            time.sleep(0.02)


def is_alive(pid: int) -> bool:
    """Whether the process runs; a zombie that nobody has collected yet does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return sys.platform != "linux"
    return state not in {"Z", "X"}


def runs_in(pid: int, folder: Path, program: str) -> bool:
    """Whether that process is `program` and works in `folder`: a pid may have been given anew."""
    if not is_alive(pid):
        return False
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0].decode()
        return Path(command).name == program and Path(f"/proc/{pid}/cwd").readlink() == folder
    except OSError:
        return False


def started_at(pid: int) -> str:
    """When the kernel started it, in its own ticks: with the pid, a process's true name."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return status.rpartition(")")[2].split()[19]


def free_port(preferred: int | None = None, host: str = "127.0.0.1") -> int:
    """The preferred port when nobody listens on it, else one nobody gets for outgoing traffic."""
    candidates = secrets.SystemRandom().sample(_SERVER_PORTS, 100)
    for port in (preferred, *candidates):
        if port and is_free(port, host):
            return port
    raise OSError(f"no free port on {host}")


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True
