"""What a whole column of a file is: judged by its header, its values, and how many agree."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, NamedTuple

from upstream.domain.personal import check_digits, dates
from upstream.domain.personal.headers import is_about_a_business, kind_of_header
from upstream.domain.personal.kinds import Evidence, Kind
from upstream.domain.personal.names import is_likely_name, is_name_shaped, is_single_name
from upstream.domain.personal.texts import Finder

CHARACTERS_MAX: Final = 300
"""Of a cell: what a longer one holds beyond is judged with the rows."""
_BLANK: Final = frozenset({"", "n/a", "na", "none", "null", "-", "--", "nan", "unknown", "#n/a"})

DISTINCT_MIN: Final = 8
"""Fewer different values are words of a code, not names or numbers of people."""
NEARLY_ALL: Final = 0.9
NAMES_SHARE: Final = 0.25
"""Of name-shaped values so many hold a common name; the lists know about every second person."""
SINGLE_NAMES_SHARE: Final = 0.35


class Seen(NamedTuple):
    """What gave a column away. `rows` are places in the sample, from 0."""

    kind: Kind
    confidence: int
    evidence: Evidence
    rows: tuple[int, ...]
    of: int
    """Cells that say anything."""

    @property
    def share(self) -> float:
        return len(self.rows) / self.of if self.of else 0.0


def judge_column(header: str, cells: Sequence[str], finder: Finder, today: date) -> Seen | None:
    """What personal data a column holds, if any; `header` normalised, `cells` a sample."""
    said = {place: text for place, cell in enumerate(cells) if (text := _said(cell))}
    kind = kind_of_header(header)
    seen = _by_values(header, said, finder, today)
    if kind is None:
        return seen
    if seen and seen.kind == kind:
        return Seen(kind, 99, "header_and_values", tuple(said), len(said))
    return Seen(kind, 90, "header", tuple(said), len(said))


def _said(cell: str) -> str | None:
    text = " ".join(cell[:CHARACTERS_MAX].split())
    return None if text.casefold() in _BLANK else text


def _by_values(header: str, said: dict[int, str], finder: Finder, today: date) -> Seen | None:
    if not said:
        return None
    counted = Counter(said.values())
    business = is_about_a_business(header)
    kinds = {text: _kinds_in(text, finder, business=business) for text in counted}
    found = Counter[Kind]()
    for text, times in counted.items():
        found.update(dict.fromkeys(kinds[text], times))
    whole = _whole_column(counted, today, business=business)
    if found and (whole is None or found.most_common(1)[0][1] >= len(said) / 2):
        kind, times = found.most_common(1)[0]
        rows = tuple(place for place, text in said.items() if kinds[text])
        return Seen(kind, 99 if times >= len(said) / 2 else 90, "values", rows, len(said))
    if whole is None:
        return None
    kind, holds = whole
    rows = tuple(place for place, text in said.items() if holds(text))
    return Seen(kind, 85, "values", rows, len(said))


def _kinds_in(text: str, finder: Finder, *, business: bool) -> frozenset[Kind]:
    kinds = frozenset(span.kind for span in finder.spans(text))
    return kinds - _OF_BUSINESSES if business else kinds


_OF_BUSINESSES: Final[frozenset[Kind]] = frozenset(
    {"name", "address", "phone", "email", "url", "geography", "account", "ip"}
)
"""What a provider or a payer may say of itself."""

Holds = Callable[[str], bool]


def _whole_column(
    counted: Counter[str], today: date, *, business: bool
) -> tuple[Kind, Holds] | None:
    """Kinds that single cells cannot prove, but a column of them can."""
    texts = list(counted)
    if len(texts) < DISTINCT_MIN:
        return None
    years = [year for text in texts if (year := dates.year_of(text)) is not None]
    if len(years) >= NEARLY_ALL * len(texts) and dates.are_births(years, today):
        return "date_of_birth", lambda text: dates.year_of(text) is not None
    if _nearly_all(texts, check_digits.is_card):
        return "card", check_digits.is_card
    if business:
        return None
    if _nearly_all(texts, _is_bare_phone) and _spread(texts):
        return "phone", _is_bare_phone
    return _names(texts)


def _nearly_all(texts: list[str], holds: Holds) -> bool:
    return sum(map(holds, texts)) >= NEARLY_ALL * len(texts)


def _is_bare_phone(text: str) -> bool:
    digits = text.removeprefix("+").removeprefix("1") if len(text) > 10 else text
    if len(digits) != 10 or not digits.isdecimal():
        return False
    return check_digits.is_phone(digits) and not check_digits.is_npi(digits)


def _spread(texts: list[str]) -> bool:
    """Numbers that count up, or begin with a year, share their first digits; phones do not."""
    exchanges = Counter(text[-7] for text in texts)
    return len(exchanges) >= 5 and exchanges.most_common(1)[0][1] < len(texts) / 2


def _names(texts: list[str]) -> tuple[Kind, Holds] | None:
    shaped = [text for text in texts if is_name_shaped(text)]
    if len(shaped) >= max(DISTINCT_MIN, len(texts) / 2):
        likely = sum(map(is_likely_name, shaped))
        if likely >= NAMES_SHARE * len(shaped):
            return "name", is_name_shaped
    single = sum(map(is_single_name, texts))
    if single >= max(DISTINCT_MIN, SINGLE_NAMES_SHARE * len(texts)):
        return "name", is_single_name
    return None
