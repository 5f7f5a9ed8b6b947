"""FHIR R4: explanations of benefit and claims, as bundles, single resources or one per line."""
