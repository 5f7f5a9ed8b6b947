"""PostgreSQL refuses root: the account that runs it then, and places which that account can read.

Folders that are not ours are never loosened; what lies out of reach is copied or put elsewhere.
"""

import os
import pwd
import shutil
import tempfile
from pathlib import Path
from stat import S_ISDIR
from typing import Final

import msgspec

SYSTEM_FOLDER: Final = Path("/var/lib/upstream")
_CANDIDATES: Final = ("postgres", "nobody")
_NOT_NEEDED: Final = shutil.ignore_patterns("*.a", "include", "pgxs", "pkgconfig", "doc", "man")


class Account(msgspec.Struct, frozen=True):
    """An unprivileged account of this machine."""

    name: str
    uid: int
    gid: int


def unprivileged_account() -> Account | None:
    """The account to become for PostgreSQL, or None where we are no root and stay who we are."""
    if os.geteuid() != 0:
        return None
    for name in _CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise LookupError("running as root, and there is no account 'postgres' or 'nobody' to become")


def can_reach(account: Account | None, path: Path) -> bool:
    """Whether the account may enter every folder on the way to `path` (and `path`, if a folder)."""
    if account is None:
        return True
    real = path.resolve()
    return all(_may_enter(account, folder) for folder in (real, *real.parents))


def _may_enter(account: Account, folder: Path) -> bool:
    status = folder.stat()
    if status.st_uid == account.uid:
        return bool(status.st_mode & 0o100)
    if status.st_gid == account.gid:
        return bool(status.st_mode & 0o010)
    return bool(status.st_mode & 0o001)


def system_folder() -> Path:
    """A folder that every account can enter and only we can write."""
    for folder in (SYSTEM_FOLDER, Path(tempfile.gettempdir()) / f"upstream-{os.getuid()}"):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        status = folder.lstat()  # a link here would be somebody else's idea
        if S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and os.access(folder, os.W_OK):
            folder.chmod(0o755)
            return folder
    raise PermissionError("no folder for PostgreSQL: neither /var/lib nor the temporary one")


def readable_copy(account: Account | None, package: Path, *, version: str) -> Path:
    """`package` itself when the account can read it, else a copy where it can.

    The wheel's sibling `<name>.libs` comes along: its programs look for libraries there.
    """
    if can_reach(account, package):
        return package
    target = system_folder() / f"{package.name}-{version}"
    if not target.exists():
        with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
            unfinished = Path(scratch) / "copy"
            for name in (package.name, f"{package.name}.libs"):
                source = package.parent / name
                if source.is_dir():
                    shutil.copytree(source, unfinished / name, ignore=_NOT_NEEDED, symlinks=True)
            _let_everybody_read(unfinished)
            try:
                unfinished.rename(target)
            except OSError:
                if not target.exists():  # else another process was faster with the same copy
                    raise
    return target / package.name


def _let_everybody_read(copy: Path) -> None:
    for path in (copy, *copy.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
