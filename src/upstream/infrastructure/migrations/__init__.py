"""Numbered SQL files, applied once and in order by the migrator."""
