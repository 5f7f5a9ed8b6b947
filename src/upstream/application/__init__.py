"""Use cases: load, decide, append; the jobs; the readers of claim files."""
