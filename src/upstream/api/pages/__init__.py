"""The web console: thin pages over the same queries and use cases as the API."""
