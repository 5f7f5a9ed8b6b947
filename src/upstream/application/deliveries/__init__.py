"""Through which channels people are told, and what becomes of every message."""
