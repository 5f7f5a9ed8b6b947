"""Spoiled files of every format through the readers, for as long as asked.

    python benchmarks/fuzz_readers.py --minutes 20 [--seed 1] [--keep FOLDER]

Prints how often each answer came, the slowest file and the memory at the end. Exit code 1 when
anything but a typed answer came out, rows did not add up, or a file took more than a second (and
a second for each megabyte).
"""

import argparse
import os
import random
import resource
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.support.hostile_files import SPOILERS, read_through, seeds

MEGABYTE = 1 << 20


def corpus() -> list[bytes]:
    """Ours, and those of the sample files where there are any."""
    beside = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("UPSTREAM_CORPUS") or beside)
    files = (path for path in folder.rglob("*") if path.is_file())
    return seeds() + [path.read_bytes() for path in files if path.stat().st_size < MEGABYTE]


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--minutes", type=float, default=20)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--keep", type=Path)
    options = asked.parse_args()
    chance, files = random.Random(options.seed), corpus()
    answers: Counter[str] = Counter()
    bugs: Counter[str] = Counter()
    slowest, per_megabyte, bytes_read = 0.0, 0.0, 0
    ends = time.monotonic() + 60 * options.minutes
    while time.monotonic() < ends:
        content = chance.choice(SPOILERS)(chance.choice(files), chance)
        began = time.process_time()
        try:
            answers[read_through(content)] += 1
        except Exception as bug:  # noqa: BLE001  whatever it is, it is what we are looking for
            where = traceback.extract_tb(bug.__traceback__)[-1]
            name = f"{type(bug).__name__} at {Path(where.filename).name}:{where.lineno}"
            bugs[name] += 1
            if options.keep and bugs[name] == 1:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{len(bugs)}.bin").write_bytes(content)
        seconds = time.process_time() - began
        bytes_read += len(content)
        slowest = max(slowest, seconds)
        per_megabyte = max(per_megabyte, seconds / max(1, len(content) / MEGABYTE))
        if seconds > 1 + len(content) / MEGABYTE:
            bugs["slow"] += 1
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"slow-{bugs['slow']}.bin").write_bytes(content)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{sum(answers.values()) + sum(bugs.values())} files, {bytes_read // MEGABYTE} MB")
    print(f"slowest {slowest:.2f} s, {per_megabyte:.2f} s for each megabyte begun")
    print(f"memory at most {memory} MB")
    for name, times in (*answers.most_common(), *bugs.most_common()):
        print(f"{times:8} {name}")
    return 1 if bugs else 0


if __name__ == "__main__":
    sys.exit(main())
