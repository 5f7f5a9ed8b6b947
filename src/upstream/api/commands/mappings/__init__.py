"""What people say names mean, and how files of a source are read."""

from upstream.api.commands.mappings.headers import header_mapping_commands
from upstream.api.commands.mappings.names import name_commands

__all__ = ["header_mapping_commands", "name_commands"]
