"""What may happen: events, commands, refusals, deciders, rules and statistics. Pure."""
