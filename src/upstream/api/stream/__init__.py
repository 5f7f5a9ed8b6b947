"""Live updates: one feed per customer, shared by everybody who listens."""
