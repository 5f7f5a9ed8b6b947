"""What every page over claims costs, and every document, with a million claims behind it."""

from upstream.cli.bench.pages.command import command

__all__ = ["command"]
