"""Event, Command, Refusal: the three ways the domain speaks."""

from typing import ClassVar, dataclass_transform

import msgspec


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Event(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", gc=False
):
    """A fact, in the past tense. Its tag is its name in storage, for good."""


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A wish, in the imperative. It may be refused."""


class Refusal(Exception):
    """A command we decline. `code` is stable and public; `detail` never holds personal data."""

    code: ClassVar[str]

    def __init__(self, detail: str, **facts: str | int | None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.facts = facts
