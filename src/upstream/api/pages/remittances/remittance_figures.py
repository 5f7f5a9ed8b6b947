"""The figures of payments: rows, amounts with their sign, reasons in words."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

from upstream.api.charts.wording import MINUS
from upstream.api.pages.frame.moment_shown import MomentShown
from upstream.api.pages.frame.pieces import Named
from upstream.api.pages.remittances.remittances_view import PaymentRow, ReasonRow, TakeBackRow
from upstream.api.pages.rendering import address
from upstream.projections.remittances.list_remittances import RemittanceDetail, RemittanceRow
from upstream.projections.remittances.provider_adjustments import AdjustmentTotal

_REASONS: Final = MappingProxyType(
    {
        "WO": "overpayment taken back",
        "FB": "balance carried forward",
        "L6": "interest",
        "72": "refund credited",
        "CS": "adjustment",
        "CV": "capital costs passed through",
        "50": "late filing",
        "51": "interest penalty",
        "90": "early payment",
        "AP": "advance payment recovered",
        "B2": "rebate",
        "IP": "incentive",
        "IR": "tax withheld",
        "J1": "not reimbursed",
        "LE": "levy",
        "PI": "periodic payment",
        "RA": "retroactive change",
    }
)
"""Provider adjustment reasons (PLB03-1) in our own words; a code nobody told us stays a code."""
_METHODS: Final = MappingProxyType(
    {"ACH": "Transfer", "CHK": "Check", "NON": "No payment", "FWT": "Wire", "BOP": "Payer's choice"}
)


def signed(dollars: str) -> str:
    """`-1234.50` as minus $1,234.50."""
    whole, _, rest = dollars.removeprefix("-").partition(".")
    return f"{MINUS if dollars.startswith('-') else ''}${int(whole):,}.{rest}"


def payment_row(row: RemittanceRow, moment: MomentShown) -> PaymentRow:
    return PaymentRow(
        name=row.trace or "without a number",
        href=address(f"{moment.path}/{row.id}", {"as_of": moment.as_of}),
        payer=row.payer,
        dated_on=row.dated_on,
        method=_METHODS.get(row.method, row.method),
        paid=signed(row.paid),
        claims_count=row.claims_count,
        claims_paid=signed(row.claims_paid),
        taken_back=None if row.taken_back == "0.00" else signed(row.taken_back),
        difference=None if row.difference == "0.00" else signed(row.difference),
    )


def reason_rows(totals: Sequence[AdjustmentTotal]) -> tuple[ReasonRow, ...]:
    return tuple(
        ReasonRow(
            payer=total.payer,
            reason=total.reason,
            said=_REASONS.get(total.reason, ""),
            entries=total.entries,
            taken=signed(total.taken),
            given=signed(total.given),
            net=signed(total.net),
        )
        for total in totals
    )


def facts_of(found: RemittanceDetail) -> tuple[Named, ...]:
    known = (
        ("Payer", found.payer),
        ("Payee", found.payee),
        ("Paid", signed(found.paid)),
        ("Paid on", found.paid_on and found.paid_on.isoformat()),
        ("Announced on", found.produced_on and found.produced_on.isoformat()),
        ("Method", _METHODS.get(found.method, found.method)),
        ("Claims", f"{found.claims_count:,} with {found.lines_count:,} lines"),
        ("Paid for claims", signed(found.claims_paid)),
        ("Taken back", signed(found.taken_back)),
        ("Claims not adding up", f"{found.claims_off_balance:,}"),
        ("Lines not adding up", f"{found.lines_off_balance:,}"),
    )
    return tuple(Named(name=name, value=value) for name, value in known if value)


def take_backs(
    found: RemittanceDetail, claims: str, moment: MomentShown
) -> tuple[TakeBackRow, ...]:
    return tuple(
        TakeBackRow(
            reason=one.reason,
            said=_REASONS.get(one.reason, ""),
            amount=signed(one.amount),
            reference=one.reference,
            claims_href=address(claims, {"as_of": moment.as_of, "claim_ref": one.reference})
            if one.reference
            else None,
        )
        for one in found.provider_adjustments
    )
