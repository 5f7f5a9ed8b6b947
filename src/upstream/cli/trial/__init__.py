"""A whole installation of its own, on free ports and a passing folder, to be measured and hurt."""

from upstream.cli.trial.installation import SERVICES, Trial

__all__ = ["SERVICES", "Trial"]
