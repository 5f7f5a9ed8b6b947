"""How uploads fare, and which of their rows were not recorded."""
