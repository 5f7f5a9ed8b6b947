"""What the history says of a commit of which a position shows the beginning only."""

from typing import Any

from sqlalchemy import text

from upstream.projections.audit.audit_entries import lines
from upstream.projections.projection import CommitNote
from upstream.projections.reading import NOTE
from upstream.projections.view import View

_ALL_TAGS: frozenset[str] = frozenset()
_BEGUN = text(
    f"SELECT {NOTE} FROM commits WHERE customer_id = :customer_id"
    " AND last >= :position AND first <= :position ORDER BY last LIMIT 1"
)


def begun_lines(view: View, commit_end: int) -> list[dict[str, Any]]:
    """The lines of the events after `commit_end` up to the view's position, newest first.

    Made by the fold that makes the stored ones, so they are what a log that ends here would hold.
    """
    facts = view.facts_since(commit_end, _ALL_TAGS)
    if not facts:
        return []
    commit = CommitNote(*view.connection.execute(_BEGUN, view.bind).one())
    told = commit._asdict()
    for name in ("first", "last", "subject"):
        told.pop(name)
    found = [
        {
            **told,
            "position": line.position,
            "through": line.through,
            "events": line.events,
            "action": line.action,
            "entity_kind": line.kind,
            "entity_id": line.entity_id,
            "version": line.version,
        }
        for line in lines(commit, facts)
    ]
    return found[::-1]
