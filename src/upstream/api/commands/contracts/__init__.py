"""Writing contracts: their terms, their schedules, their rates."""

from litestar import Router

from upstream.api.commands.contracts.rates import correct, load, load_file
from upstream.api.commands.contracts.terms import end, enter, revise, withdraw

contract_commands = Router(
    "/", route_handlers=[enter, revise, load, load_file, correct, end, withdraw]
)
