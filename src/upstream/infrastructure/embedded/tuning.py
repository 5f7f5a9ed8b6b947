"""How our own PostgreSQL is set: room for bulk recording, and a log without anybody's data."""

import os
import shutil
from pathlib import Path
from typing import Final

_GIB: Final = 1 << 30


def server_settings() -> dict[str, str]:
    """Server parameters for this machine. Durability stays as PostgreSQL ships it: full."""
    roomy = _memory_bytes() >= 4 * _GIB
    return {
        "listen_addresses": "127.0.0.1",
        # No socket file: paths get too long, and large parameters hung on it (psycopg pipelines).
        "unix_socket_directories": "",
        "max_connections": "100",
        "shared_buffers": "512MB" if roomy else "128MB",
        "maintenance_work_mem": "128MB" if roomy else "64MB",
        "work_mem": "16MB" if roomy else "8MB",
        "max_wal_size": "4GB" if roomy else "1GB",
        "checkpoint_timeout": "30min",
        "random_page_cost": "1.1",
        "password_encryption": "scram-sha-256",
        "timezone": "UTC",
        "log_timezone": "UTC",
        # A statement, its parameters and the DETAIL of an error may hold personal data.
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "log_checkpoints": "off",
    } | ({"dynamic_shared_memory_type": "mmap"} if _shared_memory_is_small() else {})


def _memory_bytes() -> int:
    """What this machine has, or what its container may use."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii").strip()
    except OSError:
        return machine
    return min(machine, int(limit)) if limit.isdigit() else machine


def _shared_memory_is_small() -> bool:
    """A container's /dev/shm is 64 MB by default: parallel queries would fail there."""
    try:
        return shutil.disk_usage("/dev/shm").total < _GIB // 4  # noqa: S108 - measured, not written
    except OSError:
        return True
