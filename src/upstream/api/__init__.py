"""Litestar: commands and queries apart, the console, problem documents."""
