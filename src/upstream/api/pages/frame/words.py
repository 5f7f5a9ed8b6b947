"""Commands, events and fields as a person says them: made from their names, never a second list."""

from typing import Final

from upstream.api.charts import wording

_SINGULAR: Final = {
    "alerts": "alert",
    "claims": "claim",
    "customers": "customer",
    "judgments": "judgment",
    "remittances": "payment",
    "uploads": "upload",
}
_NOUNS: Final = {
    "cpt": "CPT",
    "id": "id",
    "npi": "NPI",
    "ref": "number",
    "sha256": "SHA-256",
    "bps": "",
    "cents": "",
}
_PRODUCTS: Final = {
    "driftwatch": "DriftWatch",
    "denialscope": "DenialScope",
    "delayguard": "DelayGuard",
    "contractiq": "ContractIQ",
    "authsignal": "AuthSignal",
}
_SHORT_ID: Final = 8


def product_said(product: str) -> str:
    return _PRODUCTS.get(product, product)


def command_said(command: str) -> str:
    """`alerts.acknowledge` -> "Acknowledge alert"; `drift.request_run` -> "Request run"."""
    feature, _, verb = command.partition(".")
    noun = _SINGULAR.get(feature, "") if "_" not in verb else ""
    return _sentence(f"{verb} {noun}")


def action_said(tag: str) -> str:
    """`alerts.raised.v1` -> "Alert raised"; `claims.outcome_changed.v1` -> "Outcome changed"."""
    feature, fact = tag.split(".")[:2]
    noun = _SINGULAR.get(feature, "") if "_" not in fact else ""
    return _sentence(f"{noun} {fact}")


def entity_said(kind: str, entity_id: object) -> str:
    """`alert` and its id -> "Alert 3f2a9c01"."""
    return f"{_sentence(kind)} {str(entity_id)[:_SHORT_ID]}"


def field_said(field: str) -> str:
    """`billed_cents` -> "Billed"; `facts.cpt_group` -> "CPT group"."""
    last = field.removeprefix("facts.").replace(".", " ").replace("_", " ")
    return _sentence(" ".join(_NOUNS.get(word, word) for word in last.split()))


def value_said(field: str, value: object) -> str | None:
    """Cents as dollars, basis points as a percentage, the rest as it is; None for nothing."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and field.endswith("_cents"):
        return wording.money(value)
    if isinstance(value, int) and field.endswith("_bps"):
        return wording.percent(value / 10_000)
    return str(value)


def sentence(detail: str) -> str:
    """A refusal's detail as a sentence of a page."""
    return f"{detail[:1].upper()}{detail[1:].removesuffix('.')}."


def _sentence(words: str) -> str:
    text = " ".join(words.replace("_", " ").replace("-", " ").split())
    return text[:1].upper() + text[1:]
