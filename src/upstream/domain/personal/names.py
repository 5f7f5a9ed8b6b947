"""Does a text name a person? By form, by lists of common names, and by words that rule it out."""

import re
from typing import Final

from upstream.domain.personal.given_names import GIVEN_NAMES
from upstream.domain.personal.surnames import SURNAMES

_ORGANISATIONS: Final = """
health healthcare healthplan hospital hospitals clinic clinics medical medicine center centers
centre care plan plans insurance assurance mutual life cross shield medicare medicaid group network
partners physicians physician associates university college school st saint sisters mercy memorial
regional community county state national federal district city general system systems services
service foundation institute laboratory laboratories labs imaging radiology pharmacy dental vision
surgery surgical orthopedic orthopedics pediatrics pediatric cardiology oncology dermatology
wellness rehab rehabilitation therapy hospice nursing home homes trust fund union local inc llc ltd
corp corporation company co pc pllc pa lp the of and for at by north south east american america
benefit benefits administrators solutions advantage choice select preferred premier complete ppo
hmo epo pos tpa workers compensation auto casualty financial bank government department office not
no denied denial paid pending claim claims code codes covered coverage expired terminated
eligibility responsibility patient member provider payer authorization missing invalid duplicate
date amount total balance billed allowed deductible copay coinsurance procedure diagnosis modifier
review appeal submitted received required information record records request requested timely
filing urgent primary secondary tertiary park parks square valley river lake hills beach springs
grove village street avenue road blue white permanente healthnet unit team desk line test final
upheld overturned approved rejected accepted contract contracted fee schedule period term long
disease syndrome fracture palsy lymphoma diabetes mellitus hypertension bronchitis unspecified left
right acute chronic type essential disorder infection pain injury cancer carcinoma failure
deficiency anemia asthma arthritis sprain strain wound encounter screening units pen tablet capsule
mg ml january february march june july august september october november december monday tuesday
wednesday thursday friday saturday sunday exchange commercial self spouse child visit established
outpatient inpatient emergency level initial subsequent single view views partially fully processed
closed open write off adjusted corrected
"""
NOT_PEOPLE: Final = frozenset(_ORGANISATIONS.split())
"""A person's name has none of these words in it; a surname such as Park is given up for that."""

_EPONYMS: Final = frozenset(
    {
        *("john hancock", "henry ford", "john muir", "mary washington", "george washington"),
        *("thomas jefferson", "martin luther", "virginia mason", "robert wood", "johns hopkins"),
        *("scott white", "john peter", "james madison", "patrick henry", "west virginia"),
        *("charlotte hungerford", "mary greeley", "john randolph", "robert packer", "eli lilly"),
        *("frances mahon", "florence nightingale", "mary bridge", "mary hitchcock", "john hopkins"),
        *("april may", "may june", "june july", "charles schwab", "lehigh valley", "mary free"),
    }
)
"""Houses and firms that carry a person's name."""

_STATE_NAMES: Final = """
alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho
illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota
mississippi missouri montana nebraska nevada hampshire jersey mexico york carolina dakota ohio
oklahoma oregon pennsylvania rhode tennessee texas utah vermont washington wisconsin wyoming
"""
_STATES: Final = frozenset(_STATE_NAMES.split())
"""Behind a comma: `Jackson, Mississippi` is a town."""

_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})
_TITLES: Final = frozenset({"mr", "mrs", "ms", "miss"})
_PROFESSIONS: Final = frozenset(
    {"dr", "md", "do", "rn", "np", "pa", "pac", "dds", "dmd", "dpm", "dc", "phd", "psyd", "lcsw",
     "crna", "arnp", "aprn", "od", "pt", "ot", "slp", "esq", "cpc"}
)  # fmt: skip
_WORD: Final = r"[^\W\d_](?:[^\W\d_]|['\u2019.-])*"
_FORM: Final = re.compile(rf"{_WORD}(?:[ ,^/]{{1,3}}{_WORD}){{1,3}}")
_TOKEN: Final = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_PAIR: Final = re.compile(
    r"(?<![\w'-])(?P<first>[A-Z][A-Za-z'\u2019-]+),?(?: [A-Z]\.?)? (?P<last>[A-Z][A-Za-z'\u2019-]+)"
    r"(?=(?P<next>[ ,]+[A-Za-z]+)?)"
)
_SURNAME_FIRST: Final = re.compile(r"\w[,^/] ?[A-Z]")
_INITIAL_OR_SUFFIX: Final = re.compile(r"\b[A-Z]\b\.?|\b(?:Jr|Sr|JR|SR|II|III)\b")
NAME_CHARACTERS_MAX: Final = 60


def tokens_of(text: str) -> list[str]:
    """The words of a name in lower case, without initials, titles and suffixes."""
    words = [word.replace("\u2019", "'").casefold() for word in _TOKEN.findall(text)]
    return [word for word in words if len(word) > 1 and word not in _SUFFIXES | _TITLES]


def _known(token: str, names: frozenset[str]) -> bool:
    bare = token.replace("'", "")
    return bare in names or any(part in names for part in bare.split("-"))


def is_name_shaped(text: str) -> bool:
    """Two or three words that could be a name, no profession and nothing of an organisation."""
    if len(text) > NAME_CHARACTERS_MAX or not _FORM.fullmatch(text):
        return False
    words = tokens_of(text)
    if any(word.endswith("'s") for word in words):
        return False
    raw = {word.casefold() for word in _TOKEN.findall(text)}
    return (
        len(words) in {2, 3}
        and not raw & _PROFESSIONS
        and not NOT_PEOPLE.intersection(words)
        and " ".join(words[:2]) not in _EPONYMS
    )


def is_full_name(text: str) -> bool:
    """A text that is nothing but a name, given name and surname both known."""
    if not is_name_shaped(text) or text[0].islower():
        return False
    words = tokens_of(text)
    if any(mark in text for mark in ",^/"):
        told = _known(words[-1], GIVEN_NAMES) or _known(words[0], SURNAMES)
        return told and words[-1] not in _STATES and _SURNAME_FIRST.search(text) is not None
    straight = _known(words[0], GIVEN_NAMES) and _known(words[-1], SURNAMES)
    turned = text.isupper() and _known(words[0], SURNAMES) and _known(words[1], GIVEN_NAMES)
    return straight or turned


def is_likely_name(text: str) -> bool:
    """The same with one of the two known, or surname first: where people were seen."""
    if not is_name_shaped(text):
        return False
    if _SURNAME_FIRST.search(text) or _INITIAL_OR_SUFFIX.search(text):
        return True
    words = tokens_of(text)
    return any(_known(word, GIVEN_NAMES) for word in words) or _known(words[-1], SURNAMES) \
        or _known(words[0], SURNAMES)  # fmt: skip


def is_single_name(text: str) -> bool:
    """One word that is a common given name or surname."""
    if not _TOKEN.fullmatch(text) or text.casefold() in NOT_PEOPLE:
        return False
    return _known(text.casefold(), GIVEN_NAMES) or _known(text.casefold(), SURNAMES)


def named_inside(text: str, *, people_seen: bool = False) -> list[tuple[int, int]]:
    """Where full names stand inside a longer text."""
    holds = is_likely_name if people_seen else is_full_name
    found = []
    place = 0
    while match := _PAIR.search(text, place):
        following = (match["next"] or "").strip(" ,").casefold()
        pair = match[0]
        before = _TOKEN.findall(text[max(0, match.start() - 6) : match.start()])
        is_professional = bool(before) and before[-1].casefold() in _PROFESSIONS
        if not is_professional and following not in NOT_PEOPLE | _PROFESSIONS and holds(pair):
            found.append(match.span())
            place = match.end()
        else:
            place = match.end("first")
    return found
