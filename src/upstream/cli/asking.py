"""What commands that ask about a customer share: who, as of when, and how a refusal reads."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import rich_click as click

from upstream.application.customers import Customer, find_customer
from upstream.domain.messages import Refusal
from upstream.projections.moments import Moment, parse_moment
from upstream.workers.installation import Installation

P = ParamSpec("P")
R = TypeVar("R")


def moment_of(
    installation: Installation, slug: str, as_of: str | None
) -> tuple[Customer, Moment | None]:
    """The customer, and the moment in its time zone; None for now."""
    customer = find_customer(installation.database, slug)
    if as_of is None:
        return customer, None
    return customer, parse_moment(as_of, time_zone=customer.time_zone)


def as_refused(command: Callable[P, R]) -> Callable[P, R]:
    """A refusal is one line on standard error and exit code 1."""

    @wraps(command)
    def carefully(*arguments: P.args, **options: P.kwargs) -> R:
        try:
            return command(*arguments, **options)
        except Refusal as refusal:
            click.echo(f"upstream: {refusal.detail} ({refusal.code})", err=True)
            sys.exit(1)

    return carefully
