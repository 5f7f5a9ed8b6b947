"""Routes that compare: the trade's figures, and payer with payer."""

from litestar import Router

from upstream.api.queries.figures.of_the_trade import figures_document
from upstream.api.queries.figures.scorecard import payers_scorecard

figures_router = Router("/", route_handlers=[figures_document, payers_scorecard])

__all__ = ["figures_router"]
