"""Why a payer did not pay: group code, CARC and RARC out of the ways people write them."""

import re

from upstream.domain.claims.cells import Parse, said, tidy
from upstream.domain.claims.faults import Fault

_CARC = r"(?P<carc>0*\d{1,3}|[ABDPWY]\d{1,2})"
_REASON = re.compile(rf"(?P<group>CO|PR|OA|PI|CR)[-: ]*{_CARC}(?![A-Z0-9])", re.IGNORECASE)
_BARE_REASON = re.compile(rf"(?P<group>){_CARC}\s*(?:$|[-:,;|(/])", re.IGNORECASE)
_REMARK = re.compile(r"\b(?:MA\d{1,3}|M\d{1,3}|N\d{1,4})\b", re.IGNORECASE)
_GROUP = re.compile(r"(?:CO|PR|OA|PI|CR)", re.IGNORECASE)
_NO_REASON = frozenset({"not denied", "no denial", "none given"})

WORDS_MAX = 200


def with_group(reason: str, group: str) -> str:
    """One cell out of two, for files that keep the group code in a column of its own."""
    code = (said(group) or "").strip()
    bare = said(reason)
    if bare is None or not _GROUP.fullmatch(code) or _GROUP.match(bare):
        return reason
    return f"{code}-{bare}"


def with_remarks(reason: str, remarks: str) -> str:
    """One cell out of two, for files that keep the remark codes in a column of their own."""
    said_remarks = said(remarks)
    return f"{reason} ({said_remarks})" if said_remarks else reason


def reason_cell(column: str) -> Parse[str | None]:
    """`CO45`, `co 45`, `CO-045` are CO-45; `45` stays 45: no group is guessed; words stay words.

    Of several codes the first counts; the raw cell keeps them all.
    """

    def parse(cell: str) -> str | Fault | None:
        text = _text(cell)
        if text is None:
            return None
        if not text.isprintable():
            return Fault(column, "row.control_character")
        found = _REASON.match(text) or _BARE_REASON.match(text)
        if found is None:
            return text if len(text) <= WORDS_MAX else Fault(column, "row.text_too_long")
        carc = found["carc"].upper().lstrip("0") or "0"
        return f"{found['group'].upper()}-{carc}" if found["group"] else carc

    return parse


def remarks_in(cell: str) -> tuple[str, ...]:
    """The remark codes written with the reason, in their order, each once."""
    found = _REMARK.findall(_text(cell) or "")
    return tuple(dict.fromkeys(code.upper() for code in found))


def reason_words(cell: str) -> str | None:
    """The raw words, where they are others than the code they became."""
    text = _text(cell)
    return None if text is None or text == reason_cell("")(cell) else text[:WORDS_MAX]


def _text(cell: str) -> str | None:
    text = said(cell)
    text = text and tidy(text)
    return None if text is None or text.casefold() in _NO_REASON else text
