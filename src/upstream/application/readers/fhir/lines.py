"""The items of a claim or an explanation of benefit as service lines."""

import re
from typing import Final

from upstream.application.readers.fhir.amounts import (
    ALLOWED,
    BILLED,
    adjudications_of,
    amount_of,
    cents_of,
    paid_of,
)
from upstream.application.readers.fhir.json_stream import Json, Resource
from upstream.application.readers.fhir.navigating import codes, many, one, said
from upstream.domain.claims.cells import tidy
from upstream.domain.claims.facts import Adjustment, Group, ServiceLine
from upstream.domain.units import Cents

LINES_MAX: Final = 2_000
_PROCEDURES: Final = re.compile(r"cpt|hcpcs|cdt", re.IGNORECASE)
_ABSENT: Final = "data-absent-reason"
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,19}")
_REASON: Final = re.compile(r"(CO|PR|OA|PI|CR)[-: ]?0*([0-9]{1,3}|[A-Z][0-9]{1,2})")
_REMARK: Final = re.compile(r"(?:MA|M|N)[0-9]{1,4}")
_GROUPS: Final[dict[str, Group]] = {"CO": "CO", "PR": "PR", "OA": "OA", "PI": "PI", "CR": "CR"}


def lines_of(resource: Resource) -> tuple[ServiceLine, ...]:
    """Raises `AmountWrong`."""
    items = many(resource, "item")[:LINES_MAX]
    return tuple(_line(item, place) for place, item in enumerate(items, 1))


def _line(item: Resource, place: int) -> ServiceLine:
    found = adjudications_of(item)
    billed = amount_of(found, BILLED, "billed_amount")
    if billed is None:
        billed = cents_of(item.get("net"), "billed_amount")
    paid = paid_of(found)
    number = item.get("sequence")
    return ServiceLine(
        number=str(number if isinstance(number, int) else place),
        cpt=procedure_of(item) or "",
        modifiers=_modifiers(item),
        billed_cents=billed,
        allowed_cents=amount_of(found, ALLOWED, "allowed_amount"),
        paid_cents=paid,
        units=_units(item.get("quantity")),
        adjustments=adjustments_of(found, billed or Cents(0), paid or Cents(0)),
        remarks=remarks_of(found),
    )


def procedure_of(item: Resource) -> str | None:
    """CPT, HCPCS or CDT; else any other product code; else the revenue code."""
    named = [pair for pair in codes(item.get("productOrService")) if _ABSENT not in pair[0]]
    best = [code for system, code in named if _PROCEDURES.search(system)]
    revenue = [code for _, code in codes(item.get("revenue"))]
    every = (*best, *(code for _, code in named), *revenue)
    return next((code.upper() for code in every if _CODE.fullmatch(code)), None)


def _modifiers(item: Resource) -> tuple[str, ...]:
    found = [code for concept in many(item, "modifier") for _, code in codes(concept)]
    return tuple(code for code in dict.fromkeys(found) if _CODE.fullmatch(code))


def _units(quantity: Json) -> int | None:
    value = one(quantity).get("value")
    if value is None or isinstance(value, bool | str | list | dict):
        return None
    return int(value) if 0 < value < 100_000 and value == int(value) else None


def adjustments_of(
    adjudications: list[Resource], charge: Cents, paid: Cents
) -> tuple[Adjustment, ...]:
    """Each denial reason once. They rarely bear an amount: then the first stands for all that was
    charged and not paid, and the others for nothing more.
    """
    left = max(charge - paid, 0)
    found: list[Adjustment] = []
    for adjudication in adjudications:
        for text in _reasons(adjudication):
            reason = _REASON.fullmatch(text.upper())
            if reason is None or any((a.group, a.carc) == reason.groups() for a in found):
                continue
            told = cents_of(adjudication.get("amount"), "denial_reason")
            cents = left if told is None else told
            found.append(Adjustment(_GROUPS[reason[1]], reason[2], Cents(cents)))
            left = max(left - cents, 0)
    return tuple(found)


def remarks_of(adjudications: list[Resource]) -> tuple[str, ...]:
    texts = [text.upper() for found in adjudications for text in _reasons(found)]
    return tuple(dict.fromkeys(text for text in texts if _REMARK.fullmatch(text)))


def words_of(resource: Resource) -> str | None:
    """A denial reason that is no code, in the payer's own words: those of a code system."""
    every = [*many(resource, "item"), resource]
    for adjudication in (found for one_of in every for found in adjudications_of(one_of)):
        if not _is_denial(adjudication):
            continue
        text = said(adjudication, "reason", "text")
        if text is not None and text.isprintable():
            return tidy(text)[:200]
    return None


def _reasons(adjudication: Resource) -> list[str]:
    """Codes of a reason, where the adjudication is about a denial or an adjustment."""
    return [code for _, code in codes(adjudication.get("reason"))]


def _is_denial(adjudication: Resource) -> bool:
    return any(code == "denialreason" for _, code in codes(adjudication.get("category")))
