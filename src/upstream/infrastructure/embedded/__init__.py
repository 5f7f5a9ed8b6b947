"""PostgreSQL and Valkey from wheels: servers of our own, for machines that have none."""
