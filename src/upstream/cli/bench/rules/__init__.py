"""What rules cost: those that apply, those that do not, and all checks together."""

from upstream.cli.bench.rules.command import command

__all__ = ["command"]
