"""How much personal data is found where it does not belong, and how often is there a false alarm?

The figures of `docs/personal-data.md`; and what the screening costs an upload.
"""

from upstream.cli.bench.personal_data.command import command

__all__ = ["command"]
