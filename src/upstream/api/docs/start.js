// Starts Swagger UI on the schema this installation serves; no inline script, no other host.
const place = document.getElementById("docs");
SwaggerUIBundle({ url: place.dataset.schema, domNode: place, deepLinking: true, validatorUrl: null });
