"""`upstream upload`: bring a file in, follow it, tell how it ended."""

from upstream.cli.upload.sending import command

__all__ = ["command"]
