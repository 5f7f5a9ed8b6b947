"""Processes: job actors, the projector loop, the scheduler."""
