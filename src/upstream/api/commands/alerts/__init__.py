"""Commands about alerts, their rules and maintenance windows."""

from litestar import Router

from upstream.api.commands.alerts.handling import handling_commands
from upstream.api.commands.alerts.maintenance import maintenance_commands
from upstream.api.commands.alerts.quieting import quieting_commands
from upstream.api.commands.alerts.rules import rule_commands

alert_commands = Router(
    "/", route_handlers=[handling_commands, quieting_commands, rule_commands, maintenance_commands]
)
