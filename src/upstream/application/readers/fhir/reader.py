"""FHIR R4 in JSON: one row of an upload is one resource; lines are counted in resources."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import BinaryIO, Final

from upstream.application.readers.fhir.claims import CLAIMS, NEVER_SAID, claim_in
from upstream.application.readers.fhir.json_stream import Json, JsonBroken, resources
from upstream.application.readers.fhir.navigating import said
from upstream.application.readers.reader import ROWS_MAX, Instructions, Part, Place
from upstream.domain.claims.chunks import Understood
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.claims.faults import RejectedRow
from upstream.domain.claims.identity import natural_keys
from upstream.domain.claims.layout import FileKind, Layout, Shape
from upstream.domain.claims.personal import PseudonymMemo
from upstream.domain.uploads.file_problem import FileProblem
from upstream.domain.uploads.mapping import Choice
from upstream.infrastructure.sealed_file import FileDamaged

RESOURCES_MAX: Final = 2_000
"""Of a part: an explanation of benefit holds as much as some ten rows of a table."""
_KIND_LENGTH_MAX: Final = 40
_MARKS: Final = b"\xef\xbb\xbf \t\r\n"
_STU3_ONLY: Final = frozenset({"totalCost", "information", "organization"})


class FhirReader:
    kind: Final[FileKind] = "fhir"

    def recognises(self, head: bytes) -> bool:
        bare = head.lstrip(_MARKS)
        return bare.startswith((b"{", b"[")) and b'"resourceType"' in head

    def judge(
        self, file: BinaryIO, chosen: tuple[Choice, ...], *, today: date
    ) -> Layout | FileProblem:
        """All of it is read once: a file that breaks off leaves no claim. FHIR names everything
        itself, so there is nothing to choose.
        """
        del chosen
        entries = claims = 0
        others: dict[str, int] = {}
        try:
            for resource in resources(file):
                entries += 1
                kind = _kind_of(resource)
                if kind not in CLAIMS:
                    others[kind] = others.get(kind, 0) + 1
                    continue
                claims += 1
                if _is_stu3(resource):
                    return _OTHER_VERSION
        except JsonBroken:
            return _BROKEN
        if not claims:
            return _no_claims(others)
        shape = Shape("utf-8", "", "\n", width=0, first_line=1, first_offset=0)
        notes = tuple(
            f"{number} entries are of type {kind} and are passed over."
            for kind, number in sorted(others.items())[:10]
        )
        return Layout(
            shape=shape, columns=(), today=today, notes=notes, kind="fhir", expanded_bytes=entries
        )

    def parts(
        self, file: BinaryIO, instructions: Instructions, start: Place, *, rows_max: int = ROWS_MAX
    ) -> Iterator[Part]:
        """Read again from the beginning: what lies before `start` is passed over."""
        found = islice(resources(file), start.offset, None)
        pseudonyms = PseudonymMemo(instructions.pseudonym_key)
        try:
            while batch := list(islice(found, min(rows_max, RESOURCES_MAX))):
                after = Place(start.line + len(batch), start.offset + len(batch))
                understood = _understood(batch, start.line, pseudonyms, instructions.layout.today)
                yield Part(understood, start, after)
                start = after
        except JsonBroken as broken:
            raise FileDamaged("the file was accepted, but cannot be read again") from broken


def _understood(
    batch: list[Json], first_line: int, pseudonyms: PseudonymMemo, today: date
) -> Understood:
    lines: list[int] = []
    facts: list[ClaimFacts] = []
    rejected: list[RejectedRow] = []
    for line, resource in enumerate(batch, first_line):
        if not isinstance(resource, dict) or _kind_of(resource) not in CLAIMS:
            continue
        verdict = claim_in(resource, pseudonyms, today)
        if isinstance(verdict, ClaimFacts):
            lines.append(line)
            facts.append(verdict)
        else:
            rejected.append(RejectedRow(line, verdict))
    skipped = len(batch) - len(facts) - len(rejected)
    return Understood(lines, natural_keys(facts), facts, rejected, skipped, NEVER_SAID)


def _kind_of(resource: Json) -> str:
    kind = said(resource, "resourceType") or ""
    is_name = kind.isascii() and kind.isalpha() and len(kind) <= _KIND_LENGTH_MAX
    return kind if is_name else "unknown"


def _is_stu3(resource: Json) -> bool:
    """Its outcome is a concept, not a code, and items say `service`, not `productOrService`."""
    if not isinstance(resource, dict):
        return False
    return isinstance(resource.get("outcome"), dict) or bool(_STU3_ONLY & resource.keys())


_OTHER_VERSION: Final = FileProblem(
    code="upload.fhir_version",
    detail="This is FHIR STU3; ask for the same data as FHIR R4 (4.0.1).",
)
_BROKEN: Final = FileProblem(
    code="upload.json_broken",
    detail="The JSON breaks off or is malformed, or one resource is larger than any claim;"
    " export it again.",
)


def _no_claims(others: dict[str, int]) -> FileProblem:
    kinds = ", ".join(sorted(others)[:5]) or "nothing"
    detail = f"There is no ExplanationOfBenefit or Claim in the file, but {kinds}."
    return FileProblem(code="upload.no_claims", detail=detail)
