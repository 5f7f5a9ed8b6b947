"""What the pages of payments show, ready for their templates."""

from datetime import date

import msgspec

from upstream.api.pages.frame.pieces import Filter, Named


class PaymentRow(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    href: str
    payer: str
    dated_on: date
    method: str
    paid: str
    claims_count: int
    claims_paid: str
    taken_back: str | None
    """None where nothing was."""
    difference: str | None
    """None where it adds up."""


class ReasonRow(msgspec.Struct, frozen=True, kw_only=True):
    payer: str
    reason: str
    said: str
    entries: int
    taken: str
    given: str
    net: str


class RemittancesPage(msgspec.Struct, frozen=True, kw_only=True):
    filters: tuple[Filter, ...]
    search: str
    paid_from: str
    paid_to: str
    payments: tuple[PaymentRow, ...]
    reasons: tuple[ReasonRow, ...]
    net: str
    clear_href: str | None = None
    next_href: str | None = None


class TakeBackRow(msgspec.Struct, frozen=True, kw_only=True):
    reason: str
    said: str
    amount: str
    reference: str | None
    claims_href: str | None
    """The claims with that number, where there is a number."""


class RemittancePage(msgspec.Struct, frozen=True, kw_only=True):
    """No `facts` where the payment was not known yet at the moment shown."""

    title: str
    list_href: str
    claims_href: str | None
    upload_href: str | None
    facts: tuple[Named, ...]
    take_backs: tuple[TakeBackRow, ...]
    unbalanced: str | None = None
