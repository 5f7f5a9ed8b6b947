"""What personal data looks like inside a text: a pattern for each kind, each with its proof."""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from upstream.domain.personal import check_digits
from upstream.domain.personal.kinds import Kind


class Pattern(NamedTuple):
    """`group` of the match is what is masked, where `holds` says that it is no coincidence."""

    kind: Kind
    regex: re.Pattern[str]
    holds: Callable[[str], bool]
    group: int = 0


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))


def _always(_: str) -> bool:
    return True


def _ssn(text: str) -> bool:
    digits = _digits(text)
    return len(digits) >= 9 and check_digits.is_ssn(digits[:9])


def _phone(text: str) -> bool:
    digits = _digits(text)
    digits = digits.removeprefix("1") if len(digits) == 11 else digits
    return len(digits) == 10 and digits[0] not in "01"


def _card(text: str) -> bool:
    return check_digits.is_card(_digits(text))


def _numbered(text: str) -> bool:
    return len(_digits(text)) >= 4


def _plate(text: str) -> bool:
    return any(map(str.isdecimal, text))


def _ip(text: str) -> bool:
    parts = [int(part) for part in text.split(".")]
    return max(parts) <= 255 and parts[0] > 0 and max(parts) > 9


def _labelled(kind: Kind, label: str, number: str, holds: Callable[[str], bool]) -> Pattern:
    """A number that means nothing by itself, behind the word that says what it is."""
    regex = rf"\b(?:{label}){_TO_THE_NUMBER}({number})(?!\w)"
    return Pattern(kind, re.compile(regex, re.IGNORECASE), holds, 1)


def _bare(kind: Kind, regex: str, holds: Callable[[str], bool] = _always) -> Pattern:
    return Pattern(kind, re.compile(regex, re.IGNORECASE), holds)


_TO_THE_NUMBER: Final = r"\W{0,3}(?:(?:id|no|nbr|num|number|serial|sn|is|was|at)\b\W{0,3}){0,2}"
_WHO: Final = (
    r"(?:patient|pt|member|mbr|subscriber|insured|guarantor|beneficiary|enrollee|policy ?holder)"
)
_MBI_LETTER: Final = "[AC-HJKMNP-RT-Y]"
_MBI_EITHER: Final = "[AC-HJKMNP-RT-Y0-9]"
_MBI: Final = (
    rf"(?<![A-Za-z0-9-])[1-9]{_MBI_LETTER}{_MBI_EITHER}\d-?{_MBI_LETTER}{_MBI_EITHER}\d-?"
    rf"{_MBI_LETTER}{{2}}\d{{2}}(?![A-Za-z0-9])"
)
_SSN: Final = r"(?<![\w.-])\d{3}([- .\u2013])\d{2}\1\d{4}(?![\d.-]\d|\d)"
_LAST_FOUR: Final = r"(?:last ?4\W{0,3}|x{3}-?x{2}-?|\*{3}-?\*{2}-?)\d{4}"
_CARD: Final = (
    r"(?<![\w-])\d{4}([ -])\d{4}\1\d{4}\1\d{3,4}(?![\w-])"
    r"|(?<![\w-])\d{4}([ -])\d{6}\2\d{5}(?![\w-])"
)
_PHONE: Final = (
    r"(?<![\w.-])(?:\+?1[-. ]?)?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[-. ])\d{3}[-. ]\d{4}(?![\w-])"
)
_CALLED: Final = "ph|phone|tel|telephone|cell|mobile|fax|call(?:ed)?(?: back)?"
_STREET: Final = (
    r"(?<![\w/-])\d{1,6}(?: [nsew]\.?| north| south| east| west)?"
    r"(?: \d{1,3}(?:st|nd|rd|th)| [a-z][a-z'.-]{1,20}){1,3}"
    r" (?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|place|pl|terrace"
    r"|ter|circle|cir|parkway|pkwy|highway|hwy|way|trail|trl|square|sq|loop|route|rte)\b\.?"
    r"(?:,? (?:apt|unit|suite|ste|#) ?\w{1,6})?"
)
_TOWN: Final = (
    r"\b(?-i:[A-Z])[a-z.' -]{1,30}, ?"
    r"(?-i:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]"
    r"|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]|PR),? \d{5}(?:-\d{4})?(?!\d)"
)
_DEVICE: Final = "udi|device|serial|implant(?:ed)?(?: device)?|pacemaker|pump|stent"
_LICENCE: Final = "driver'?s? ?lic(?:en[cs]e)?|dl|passport"

WITHOUT_DIGITS: Final = (
    _bare("email", r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"),
    _bare("url", r"\b(?:https?://|www\.)[^\s,;\"'<>]{3,200}"),
    _bare("biometric", r"data:image/[a-z]{2,8};base64,[\w+/=]*"),
)
WITH_DIGITS: Final = (
    _bare("ssn", _SSN, _ssn),
    _labelled("ssn", r"ssn?|social security|soc\.? ?sec|itin", r"\d{9}", _ssn),
    _labelled("ssn", r"ssn?|social security", _LAST_FOUR, _always),
    Pattern("mbi", re.compile(_MBI), _always),
    _labelled("mbi", "mbi|hicn?|medicare|medicare beneficiary", r"[a-z0-9-]{9,14}", _numbered),
    _bare("mrn", r"(?<![a-z0-9])mrn-?\d{4,12}(?!\w)"),
    _labelled("mrn", "mrn?|medical record|med rec|chart", r"[a-z]{0,4}-?\d[\d-]{3,14}", _numbered),
    _labelled(
        "member_id",
        rf"(?:{_WHO}|policy|medicaid|cert(?:ificate)?) ?(?:id|no|nbr|num|number|#)",
        r"[a-z]{0,5}-?\d[\da-z-]{3,18}",
        _numbered,
    ),
    _labelled("account", "acct|account|iban|routing", r"[a-z]{0,4}-?\d[\d-]{4,19}", _numbered),
    _labelled("licence", _LICENCE, r"[a-z]{0,3}-?\d[\d-]{4,15}", _numbered),
    _bare("vehicle", r"(?<![A-Z0-9-])[A-HJ-NPR-Z0-9]{17}(?![A-Z0-9-])", check_digits.is_vin),
    _labelled("vehicle", "licen[cs]e plate|plate", "[a-z0-9]{2,4}[- ]?[a-z0-9]{2,4}", _plate),
    _labelled("device", _DEVICE, r"[a-z]{0,4}-?\d[\da-z-]{4,20}", _numbered),
    _bare("card", _CARD, _card),
    _labelled("card", "card|visa|mastercard|amex|discover|cc", r"\d{13,19}", _card),
    _bare("phone", _PHONE, _phone),
    _labelled("phone", _CALLED, r"\+?1?[2-9]\d{9}", _phone),
    _bare("ip", r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w.-]\d|\w)", _ip),
    _bare("address", _STREET),
    _bare("address", r"\bp\.? ?o\.? ?box \d{1,7}\b"),
    _bare("address", _TOWN),
    _labelled("geography", "zip|zip ?code", r"\d{5}(?:-\d{4})?", _always),
    _bare("geography", r"(?<![\w-])\d{5}-\d{4}(?![\w-])"),
)
"""In order of certainty: what one has taken, no later one sees."""

LABELLED_NAME: Final = re.compile(
    rf"\b(?i:(?P<label>{_WHO}(?:'s)?(?: name| nm)?|name|mrs?|ms|miss|spouse|mother|father|son"
    r"|daughter|wife|husband|guardian|parent|caller))\b(?P<mark>[.:#=\s-]{1,3}(?:is |was )?)"
    r"(?P<name>[A-Z][A-Za-z'\u2019-]+(?:(?:, ?|\s)[A-Z]\.?(?![\w]))?"
    r"(?:, ?|\s)[A-Z][A-Za-z'\u2019-]+)"
)
SINGLE_LABELLED_NAME: Final = re.compile(
    rf"\b(?:(?i:{_WHO}(?: name)?[:=]|mrs?\.?|ms\.?|miss))\s+(?P<name>[A-Z][a-z'\u2019]+)\b"
)
