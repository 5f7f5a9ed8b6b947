"""Headers that say a column tells who somebody is; headers of businesses do not count."""

import re
from typing import Final

from upstream.domain.personal.kinds import Kind

_WHO: Final = (
    r"(?:patient|pt|member|mbr|subscriber|insured|guarantor|beneficiary|bene|dependent"
    r"|policy_?holder|enrollee|client|resident|spouse|parent|mother|father|guardian|next_of_kin"
    r"|emergency_contact|responsible_party|employee)"
)
_BUSINESS: Final = re.compile(
    r"(?:.*_)?(?:provider|prov|physician|doctor|dr|rendering|referring|attending|operating|billing"
    r"|payer|payor|carrier|insurer|insurance|plan|facility|hospital|clinic|practice|pharmacy|vendor"
    r"|company|organization|site|group|network|lab|supplier|user|created_by|updated_by)(?:_.*)?"
    r"|(?:.*_)?(?:column|field|table|event|file|product|department|dept|procedure|diagnosis|drug"
    r"|system|service|host|server|device|test|rule|report|sheet)_?(?:name|language|url|id)"
)
_NUMBER: Final = r"(?:no|num|number|nbr|id)"
_BY_KIND: Final[tuple[tuple[Kind, str], ...]] = (
    ("ssn", r"(?:.*_)?(?:ssn|social|social_sec(?:urity)?|soc_sec|itin|tax_payer_id)(?:_.*)?"),
    ("mbi", rf"(?:.*_)?(?:mbi|hicn?|medicare_(?:{_NUMBER}|beneficiary)(?:_.*)?)"),
    ("mrn", rf"(?:.*_)?(?:mrn|medical_rec(?:ord)?(?:_.*)?|chart_{_NUMBER}|mr_{_NUMBER})"),
    ("date_of_birth", r"(?:.*_)?(?:dob|d_o_b|date_of_birth|birth_?date|birthday|birth(?:_.*)?)"),
    (
        "date_of_birth",
        r"(?:.*_)?(?:born(?:_on)?|(?:date_of_)?death(?:_date)?|deceased|age)",
    ),
    ("email", r"(?:.*_)?e_?mail(?:_.*)?"),
    (
        "phone",
        r"(?:.*_)?(?:(?:tele|cell_?)?phone|mobile|fax|cell|tel)(?:_(?:no|number|home|work|\d))*",
    ),
    ("address", r"(?:.*_)?(?:address|addr|street)(?:_?(?:line)?_?\d)?(?:_.*)?"),
    ("geography", r"(?:.*_)?(?:city|county|zip|zip_?(?:code|cd|4|5)|postal(?:_code)?|postcode)"),
    ("card", rf"(?:.*_)?(?:(?:credit|debit)_card(?:_.*)?|(?:card|cc)_{_NUMBER})"),
    ("account", rf"(?:.*_)?(?:(?:bank_)?(?:account|acct)_{_NUMBER}|bank_account|iban)"),
    ("account", r"patient_account(?:_.*)?|routing_(?:no|number)"),
    ("licence", rf"(?:.*_)?(?:driver_?s?_?s?_licen[cs]e|dl|passport)(?:_(?:{_NUMBER}|state))*"),
    ("vehicle", rf"(?:.*_)?(?:vin|vehicle(?:_.*)?|licen[cs]e_plate|plate_{_NUMBER})"),
    ("device", rf"(?:.*_)?(?:udi|device_(?:id|serial|identifier)(?:_.*)?|serial_{_NUMBER})"),
    ("ip", r"(?:.*_)?(?:ip|ip_?addr(?:ess)?)"),
    ("url", r"(?:.*_)?(?:url|website|web_page|home_?page)"),
    ("biometric", r"(?:.*_)?(?:photo(?:graph)?|picture|face_?image|finger_?prints?)(?:_.*)?"),
    ("biometric", r"(?:.*_)?(?:voice_?print|retina|biometrics?)(?:_.*)?"),
    ("demographic", rf"(?:{_WHO}_)?(?:gender|sex|race|ethnicity|marital_status)(?:_.*)?"),
    ("demographic", rf"(?:{_WHO}_)?(?:religion|nationality|language)"),
    ("name", r"(?:first|last|middle|full|given|family|maiden|sur|fore|preferred)_?name"),
    ("name", r"surname|name|[flm]name|initials|(?:last|first)(?:_name)?_(?:first|last)(?:_name)?"),
    ("name", rf"{_WHO}_?(?:(?:first|last|middle|full|given|family|maiden)_?)?(?:name|nm)(?:_.*)?"),
    ("name", rf"{_WHO}_(?:first|last|middle|initials)"),
    ("member_id", rf"(?:member|mbr|subscriber|insured|enrollee|beneficiary)_?{_NUMBER}(?:_.*)?"),
    ("member_id", rf"(?:policy|medicaid|certificate)_?{_NUMBER}|medicaid_?(?:recipient)?_?id"),
    ("name", rf"{_WHO}(?:_.*)?"),
)
_PATTERNS: Final = tuple((kind, re.compile(pattern)) for kind, pattern in _BY_KIND)
_ALWAYS: Final[frozenset[Kind]] = frozenset(
    {"ssn", "mbi", "mrn", "date_of_birth", "member_id", "biometric", "demographic"}
)
"""Personal even beside the word of a business: a provider has no medical record."""

_ABOUT_SOMEBODY: Final = re.compile(rf"(?:.*_)?{_WHO}(?:_.*)?")
_COUNTED: Final = re.compile(
    r"(?!.*marital).*(?:_count|_flag|_type|_status|_amount|_amt|_paid|_days|_responsibility|_resp"
    r"|_liability|_class|_category|_liab|_balance|_pay|_copay|_deductible|_coinsurance|_rate|_share|_pct"
    r"|_relationship|_months|_payment|_portion|_owed|_due)"
    r"|(?:age|aged?)_(?:days|bucket|of_claim|in_days)|.*(?:ar|claim|account|denial|aging)_age(?:_.*)?"
    r"|(?:is|has|num|days|count|total)_.*"
)
"""What is said about people without telling who they are, such as `patient_responsibility`."""


def kind_of_header(header: str) -> Kind | None:
    """The kind of personal data that stands under a normalised header; None for all others."""
    if _COUNTED.fullmatch(header):
        return None
    found = next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(header)), None)
    if found is None or found in _ALWAYS or _ABOUT_SOMEBODY.fullmatch(header):
        return found
    return None if is_about_a_business(header) else found


def is_about_a_business(header: str) -> bool:
    """Providers, payers and their staff: none of Safe Harbor's identifiers is about them."""
    return _BUSINESS.fullmatch(header) is not None and _ABOUT_SOMEBODY.fullmatch(header) is None


def is_personal(header: str) -> bool:
    """True for a normalised header (`patient_name`) whose column must not be stored as it is."""
    return kind_of_header(header) is not None
