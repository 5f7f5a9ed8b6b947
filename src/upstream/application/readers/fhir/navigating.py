"""Finding one's way in a resource: whatever is missing or of another kind is simply not there."""

from datetime import date

from upstream.application.readers.fhir.json_stream import Json, Resource


def one(value: Json, *path: str) -> Resource:
    """The object at the end of a path of objects; empty where there is none."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def many(value: Json, *path: str) -> list[Resource]:
    """The objects of the list at the end of a path."""
    found = one(value, *path[:-1]).get(path[-1])
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def said(value: Json, *path: str) -> str | None:
    """The text at the end of a path, without the space around it."""
    found = one(value, *path[:-1]).get(path[-1])
    return (found.strip() or None) if isinstance(found, str) else None


def codes(concept: Json) -> list[tuple[str, str]]:
    """System and code of each coding of a concept."""
    codings = many(concept, "coding")
    return [(said(c, "system") or "", code) for c in codings if (code := said(c, "code"))]


def day(text: str | None) -> date | None:
    """The day of a FHIR date or instant as it is written there, never moved by a zone; None for
    a month, a year, or what is no date.
    """
    if text is None or (len(text) > 10 and text[10] != "T"):
        return None
    try:
        return date.fromisoformat(text[:10]) if len(text) >= 10 else None
    except ValueError:
        return None
