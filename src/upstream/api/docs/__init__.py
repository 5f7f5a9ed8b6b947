"""The API explained: OpenAPI 3.1, and Swagger UI served without any other host."""
