"""What people write beneath an alert: something, and not a book."""

from upstream.domain.alerts.commands import COMMENT_MAX
from upstream.domain.alerts.refusals import CommentEmpty, CommentTooLong


def checked(comment: str) -> str:
    """Trimmed. Raises `CommentEmpty`, `CommentTooLong`."""
    trimmed = comment.strip()
    if not trimmed:
        raise CommentEmpty("a comment says something")
    if len(trimmed) > COMMENT_MAX:
        raise CommentTooLong("that comment is too long", characters_max=COMMENT_MAX)
    return trimmed


def checked_note(note: str | None) -> str | None:
    """An empty note is no note."""
    return checked(note) if note and note.strip() else None
