"""Alerts, their rules, what keeps them down, whom they reach, what came of them."""
