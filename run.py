"""Upstream with two commands: `python3 run.py` runs it, `python3 run.py test` tests it.

Needs Python 3.11 or newer with pip (or uv) and nothing else. The first run makes an environment
in .venv from the hashed lists in requirements/; a later one finds it finished and starts at once.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
LISTS = ROOT / "requirements"
PIP_MANNERS = ("--quiet", "--no-input", "--root-user-action=ignore", "--no-warn-script-location")
TEST_PROCESSES_MAX = 4
"""Each brings a PostgreSQL of its own; more of them wait for the disk."""
VENDOR_MANIFEST = ROOT / "src/upstream/api/pages/static/vendor/MANIFEST.json"

USAGE = """\
python3 run.py [up] [--port 8000] [--data DIR] [--demo / --no-demo]   everything, until Ctrl-C
python3 run.py test [ARGS]       the whole test suite (ARGS go to pytest)
                                 with UPSTREAM_MEASURE=1 also its coverage; fails below the gate
python3 run.py check             formatting, lint, types, import contracts
python3 run.py fix               the formatting, and what the linter can mend
"""


def main(arguments: list[str]) -> None:
    if not arguments or (arguments[0].startswith("-") and arguments[0] != "--help"):
        up(arguments)
    elif arguments[0] in COMMANDS:
        COMMANDS[arguments[0]](arguments[1:])
    else:
        print(USAGE, end="")
        sys.exit(0 if arguments[0] == "--help" else 2)


def up(arguments: list[str]) -> None:
    prepare("runtime")
    become("-m", "upstream.cli.main", "up", *arguments)


def test(arguments: list[str]) -> None:
    os.chdir(ROOT)
    prepare("test")
    processes = str(min(os.cpu_count() or 1, TEST_PROCESSES_MAX))
    spread = ("-n", processes, "--dist", "loadfile", "--no-loadscope-reorder")
    measured = ("--cov", "--cov-report=term") if os.environ.get("UPSTREAM_MEASURE") else ()
    become("-m", "pytest", *spread, *measured, *arguments)


def check(_: list[str]) -> None:
    prepare("test", "check")
    tool("ruff", "format", "--check")
    tool("ruff", "check")
    tool("mypy")
    tool("lint-imports")


def fix(_: list[str]) -> None:
    prepare("test", "check")
    tool("ruff", "check", "--fix-only")
    tool("ruff", "format")


def become(*arguments: str) -> NoReturn:
    """Turn into the environment's Python: signals then reach the program, not a wrapper."""
    os.execve(PYTHON, [str(PYTHON), *arguments], own_environment())


def tool(name: str, *arguments: str) -> None:
    print(f"$ {name} {' '.join(arguments)}", flush=True)
    done = subprocess.run([ENVIRONMENT / "bin" / name, *arguments], cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def prepare(*names: str) -> None:
    """Bring .venv to what the named lists say; stamps tell when it is so already."""
    fingerprints = {name: fingerprint(LISTS / f"{name}.lock") for name in names}
    fingerprints["project"] = fingerprint(ROOT / "pyproject.toml", ROOT / "build_assets.py")
    if PYTHON.exists() and not outdated(fingerprints):
        return
    try:
        ENVIRONMENT.mkdir(exist_ok=True)
        with (ENVIRONMENT / ".preparing").open("w") as mutex:
            fcntl.flock(mutex, fcntl.LOCK_EX)  # two first starts at once: the second one waits
            prepare_alone(fingerprints)
    except PermissionError as refused:
        stop(f"cannot write {refused.filename}: it belongs to another account; use your own clone")


def prepare_alone(fingerprints: dict[str, str]) -> None:
    if not PYTHON.exists():
        say("making an environment in .venv")
        make_environment()
    installer = find_installer()
    for name in outdated(fingerprints):
        if name == "project":
            say("building the project")
            install_project(installer)
        else:
            say(f"installing requirements/{name}.lock (the first time takes a minute)")
            install(installer, "-r", str(LISTS / f"{name}.lock"))
        (ENVIRONMENT / f".{name}.stamp").write_text(fingerprints[name], encoding="ascii")


def outdated(fingerprints: dict[str, str]) -> list[str]:
    def recorded(name: str) -> str:
        stamp = ENVIRONMENT / f".{name}.stamp"
        missing = not stamp.exists() or (name == "project" and not VENDOR_MANIFEST.exists())
        return "" if missing else stamp.read_text(encoding="ascii")

    return [name for name, wanted in fingerprints.items() if recorded(name) != wanted]


def fingerprint(*inputs: Path) -> str:
    digest = hashlib.sha256(f"{ROOT}\n{sys.version_info[:2]}\n{sys.platform}\n".encode())
    for path in inputs:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def make_environment() -> None:
    for link in (ENVIRONMENT / "bin").glob("python*"):
        link.unlink()  # they point to a Python that is gone
    # Without pip inside: Debian's Python may lack ensurepip, and the pip outside can fill it.
    run(sys.executable, "-m", "venv", "--without-pip", str(ENVIRONMENT))


def find_installer() -> list[str]:
    """The pip of this Python, or uv, or the pip that Python carries for such a case."""
    outside_pip = [sys.executable, "-m", "pip"]
    if succeeds(*outside_pip, "--version"):
        return [*outside_pip, "--python", str(PYTHON), "install", *PIP_MANNERS]
    uv = shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--python", str(PYTHON), "--quiet"]
    if succeeds(str(PYTHON), "-m", "ensurepip"):
        return [str(PYTHON), "-m", "pip", "install", *PIP_MANNERS]
    return stop("this Python has no pip, and there is no uv; install one of them")


def install(installer: list[str], *what: str) -> None:
    """Wheels from a list that is complete and hashed: nothing is resolved, nothing is built."""
    run(*installer, "--require-hashes", "--no-deps", "--only-binary", ":all:", *what)


def install_project(installer: list[str]) -> None:
    """The project itself, editable; its build tools are needed once and do not stay."""
    with tempfile.TemporaryDirectory() as tools:
        for name in ("build", "assets"):
            install(installer, "--target", tools, "-r", str(LISTS / f"{name}.lock"))
        offline = ("--no-deps", "--no-index", "--no-build-isolation")
        run(*installer, *offline, "--editable", str(ROOT), PYTHONPATH=tools)


def run(*command: str, **environment: str) -> None:
    environment = own_environment() | {"PIP_USER": "0"} | environment
    if subprocess.run(command, env=environment, check=False).returncode != 0:
        stop(f"failed: {' '.join(command)}")


def own_environment() -> dict[str, str]:
    """Without paths to other people's packages."""
    return {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "PYTHONHOME"}}


def succeeds(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def say(text: str) -> None:
    print(f"upstream: {text}", file=sys.stderr, flush=True)


def stop(text: str) -> NoReturn:
    say(text)
    sys.exit(1)


COMMANDS = {command.__name__: command for command in (up, test, check, fix)}

if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - the script meets every Python there is
        stop(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}")
    main(sys.argv[1:])
