"""Which uploads the list shows: the form above it, and what it can be narrowed to."""

from typing import Final, get_args
from uuid import UUID

import msgspec

from upstream.api.pages.frame.pieces import Filter, options
from upstream.api.pages.frame.travel import Text
from upstream.api.pages.uploads.upload_figures import STATES
from upstream.domain.claims.layout import FileKind
from upstream.projections.mappings.list_mappings import list_header_mappings
from upstream.projections.uploads.documents import UploadFilter
from upstream.projections.view import View

_KINDS: Final[tuple[FileKind, ...]] = get_args(FileKind)


class UploadsForm(msgspec.Struct, frozen=True, kw_only=True):
    """As the form sends it: what is empty asks for nothing, and so does what nobody offered."""

    search: Text = None
    status: Text = None
    kind: Text = None
    source: Text = None

    @property
    def kept(self) -> dict[str, str | int | None]:
        return {**msgspec.structs.asdict(self)}

    @property
    def wanted(self) -> UploadFilter:
        return UploadFilter(
            search=self.search or None,
            status=next((one for one in STATES if one == self.status), None),
            kind=next((one for one in _KINDS if one == self.kind), None),
            source=_id_of(self.source),
        )


def filters_of(view: View, form: UploadsForm) -> tuple[Filter, ...]:
    sources = [
        (str(one.id), one.name or ", ".join(one.headers[:3])) for one in list_header_mappings(view)
    ]
    states = [(str(status), said.word) for status, said in STATES.items()]
    kinds = [(str(kind), kind.replace("_", " ").capitalize()) for kind in sorted(_KINDS)]
    known = (
        ("status", "State", states, form.status, "Any state"),
        ("kind", "Format", kinds, form.kind, "Any format"),
        ("source", "Source", sources, form.source, "Any source"),
    )
    return tuple(
        Filter(name=name, label=label, choices=options(choices, chosen, anything=anything))
        for name, label, choices, chosen, anything in known
    )


def _id_of(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
