"""A customer at a glance."""
