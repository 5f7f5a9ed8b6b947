"""`upstream faults`: kill everything in the middle of uploads, and count what is left."""

from upstream.cli.faults.command import command

__all__ = ["command"]
