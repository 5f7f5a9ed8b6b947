"""The upstream command."""
