"""What the quality pages show, ready for their templates."""

from datetime import datetime

import msgspec
from markupsafe import Markup

from upstream.api.pages.frame.pieces import Named, Option
from upstream.api.pages.frame.tiles import Tile


class Unusual(msgspec.Struct, frozen=True, kw_only=True):
    """An anomaly in one line; `href` leads to the upload, where it is not on that page."""

    title: str
    explanation: str
    level: str
    href: str | None = None
    file_name: str | None = None


class BrokenRule(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    severity: str
    kind: str
    """Of its badge."""
    rows: int
    lines: str


class ReportPage(msgspec.Struct, frozen=True, kw_only=True):
    """The quality of one upload; `grade` is None until its first rows were checked."""

    file_name: str
    upload_href: str
    rules_href: str
    grade: str | None
    tiles: tuple[Tile, ...]
    completeness: Markup
    rules_chart: Markup
    rules: tuple[BrokenRule, ...]
    unusual: tuple[Unusual, ...]
    compared_said: str


class AssessedRow(msgspec.Struct, frozen=True, kw_only=True):
    file_name: str
    href: str
    received_at: datetime
    grade: str
    score: float
    rows: int
    rows_refused: int
    rows_flagged: int


class QualityPage(msgspec.Struct, frozen=True, kw_only=True):
    tiles: tuple[Tile, ...]
    scores: Markup
    completeness: Markup
    unusual: tuple[Unusual, ...]
    uploads: tuple[AssessedRow, ...]
    rules_href: str


class RuleLine(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    says: str
    limited: str
    severity: str
    kind: str
    is_on: bool
    is_own: bool
    href: str


class RulesPage(msgspec.Struct, frozen=True, kw_only=True):
    own: tuple[RuleLine, ...]
    built_in: tuple[RuleLine, ...]
    quality_href: str
    new_href: str | None


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """What a dry run found."""

    said: str
    lines: str
    kind: str


class RuleForm(msgspec.Struct, frozen=True, kw_only=True):
    """The editor: every kind of test has its own few fields; those of other kinds are ignored."""

    name: str
    severities: tuple[Option, ...]
    kinds: tuple[Option, ...]
    fields: tuple[Option, ...]
    earlier: tuple[Option, ...]
    later: tuple[Option, ...]
    file_kinds: tuple[Option, ...]
    """Boxes, each with a name of its own."""
    texts: dict[str, str]


class RulePage(msgspec.Struct, frozen=True, kw_only=True):
    """One rule, or a new one; `form` is None for those who may not write and for built-in ones."""

    title: str
    rules_href: str
    action: str | None
    facts: tuple[Named, ...]
    is_on: bool
    switch_action: str | None
    try_action: str | None
    form: RuleForm | None
    version: int
    refused: str | None = None
    tried: Tried | None = None
