"""Rules and claims to hold each other against: built by hand, or drawn by Hypothesis."""

from datetime import date
from typing import Any

import msgspec
from hypothesis import strategies as st

from upstream.domain.claims.chunks import Understood
from upstream.domain.claims.facts import ClaimFacts
from upstream.domain.claims.identity import natural_keys
from upstream.domain.quality.fields import FIELD_NAMES, kind_of
from upstream.domain.quality.rule import (
    CrossField,
    DateOrder,
    Duplicate,
    Format,
    Range,
    ReferenceSet,
    Required,
    Rule,
    Scope,
    Severity,
    Test,
)
from upstream.domain.units import Cents

TODAY = date(2026, 6, 30)
PLAIN = ClaimFacts(
    claim_ref="C1",
    payer="Aetna",
    cpt="99213",
    cpt_group="Office visits",
    submitted_on=date(2026, 5, 1),
    decided_on=date(2026, 5, 20),
    outcome="PAID",
    billed_cents=Cents(15_000),
    allowed_cents=Cents(9_000),
    paid_cents=Cents(8_000),
)


def claim(**facts: Any) -> ClaimFacts:  # noqa: ANN401  any fact
    return msgspec.structs.replace(PLAIN, **facts)


def rule(
    test: Test, severity: Severity = "error", scope: Scope | None = None, key: str = "R1"
) -> Rule:
    name = f"The rule {key} holds"
    return Rule(key=key, version=1, name=name, severity=severity, test=test, scope=scope or Scope())


def understood(*facts: ClaimFacts, silent: frozenset[str] = frozenset()) -> Understood:
    """From line 2 on."""
    known = list(facts)
    return Understood(range(2, 2 + len(known)), natural_keys(known), known, [], 0, silent)


_PAYERS = ("Aetna", "AETNA", "Cigna", "Medicare")
_GROUPS = ("Office visits", "Imaging", "Laboratory")
_DAYS = st.dates(date(2026, 1, 1), date(2026, 8, 1))
_CENTS = st.one_of(st.none(), st.integers(-300, 300), st.integers(-10_000, 2_000_000))
_TEXTS = st.one_of(st.none(), st.sampled_from(("A1", "a1", "CO-45", "PR-1", "x", "")))

claims = st.builds(
    ClaimFacts,
    claim_ref=_TEXTS,
    payer=st.sampled_from(_PAYERS),
    cpt=st.sampled_from(("99213", "G0101", "D1120", "0450", "9921")),
    cpt_group=st.sampled_from(_GROUPS),
    submitted_on=_DAYS,
    decided_on=st.one_of(st.none(), _DAYS),
    outcome=st.sampled_from(("PAID", "DENIED", "OTHER", "PENDING")),
    billed_cents=_CENTS,
    allowed_cents=_CENTS,
    paid_cents=_CENTS,
    denial_reason=_TEXTS,
    units=st.one_of(st.none(), st.integers(-3, 3)),
    paid_on=st.one_of(st.none(), _DAYS),
)

_fields = st.sampled_from(FIELD_NAMES)
_text_fields = st.sampled_from([field for field in FIELD_NAMES if kind_of(field) == "text"])
_date_fields = st.sampled_from([field for field in FIELD_NAMES if kind_of(field) == "date"])
_amount_fields = st.sampled_from([field for field in FIELD_NAMES if kind_of(field) == "amount"])
_days = st.one_of(_date_fields, st.just("today"))
_bounds = st.one_of(st.none(), st.integers(-3, 20_000).map(str))
_patterns = st.sampled_from((r"\d{5}", r"[A-Z]\d+", r"(CO|PR)-\d{1,3}", r"\w*", r"[^0-9].*"))


_operators = st.sampled_from(("=", "!=", "<", "<=", ">", ">="))
_dollars = st.integers(-300, 2_000_000).map(lambda cents: f"{cents / 100:.2f}")
_comparisons = st.one_of(
    st.tuples(_amount_fields, _operators, st.one_of(_amount_fields, _dollars)).map(" ".join),
    st.tuples(_days, _operators, st.one_of(_days, _DAYS.map(str))).map(" ".join),
    st.tuples(st.just("units"), _operators, st.integers(-3, 3).map(str)).map(" ".join),
    st.tuples(
        _text_fields,
        st.sampled_from(("=", "!=")),
        st.one_of(_text_fields, st.sampled_from(("'aetna'", "'PAID'", "'A1'"))),
    ).map(" ".join),
    _fields.map("{} is present".format),
    _fields.map("{} is missing".format),
    st.just("outcome in ('PAID', 'denied')"),
)
expressions = st.recursive(
    _comparisons,
    lambda inner: st.one_of(
        inner.map("not ({})".format),
        st.tuples(inner, st.sampled_from(("and", "or", "implies")), inner).map(
            lambda three: f"({three[0]}) {three[1]} ({three[2]})"
        ),
    ),
    max_leaves=6,
)

tests = st.one_of(
    st.builds(Required, _fields),
    st.builds(Format, _text_fields, _patterns),
    st.builds(Range, _amount_fields, st.integers(-300, 300).map(str), _bounds),
    st.builds(Range, st.just("units"), _bounds, st.integers(-3, 3).map(str)),
    st.builds(DateOrder, _days, _days, st.integers(-40, 40), st.integers(0, 90)),
    st.builds(ReferenceSet, _text_fields, st.just(("PAID", "aetna", "a1", "G0101"))),
    st.builds(CrossField, expressions),
    st.builds(Duplicate, st.lists(_fields, min_size=1, max_size=4, unique=True).map(tuple)),
)
scopes = st.builds(
    Scope,
    payers=st.sampled_from(((), ("aetna",), ("Cigna", "MEDICARE"), ("Humana",))),
    cpt_groups=st.sampled_from(((), ("imaging",), ("Laboratory", "Office visits"))),
)
rules = st.builds(rule, tests, st.sampled_from(("error", "warning", "info")), scopes)
