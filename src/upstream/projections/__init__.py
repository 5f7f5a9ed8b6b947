"""Questions kept answered, and reactions. Each: table, fold, query."""
