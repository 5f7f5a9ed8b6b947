"""Pages of who may come in where: the customers of the platform, for its administrators."""
