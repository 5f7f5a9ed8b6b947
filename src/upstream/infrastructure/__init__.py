"""PostgreSQL log, file store, Valkey, settings. Knows no use case."""
