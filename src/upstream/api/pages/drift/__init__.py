"""Pages of detection: its runs and backfills, and each run with what it found."""
