"""Who did what, and any record step by step."""
