"""People who do not exist: what somebody writes down about them, in the many ways it is written."""

from datetime import date, timedelta
from random import Random
from typing import Final

from upstream.cli.bench.personal_data import words

TODAY: Final = date(2026, 11, 1)


def _digits(random: Random, count: int) -> str:
    return "".join(random.choices("0123456789", k=count))


def name(random: Random) -> str:
    first, last = random.choice(words.GIVEN), random.choice(words.SURNAMES)
    initial = random.choice("ABCDEJKLMRST")
    return random.choice(
        (
            f"{first} {last}",
            f"{last}, {first}",
            f"{first} {initial}. {last}",
            f"{last}, {first} {initial}",
            f"{first} {last} Jr.",
            f"{last.upper()}, {first.upper()}",
            f"{first.upper()} {last.upper()}",
        )
    )


def ssn(random: Random) -> str:
    area = random.choice((random.randint(1, 665), random.randint(667, 899)))
    parts = f"{area:03}", f"{random.randint(1, 99):02}", f"{random.randint(1, 9999):04}"
    return random.choice((f"{parts[0]}-{parts[1]}-{parts[2]}", " ".join(parts), "-".join(parts)))


def mrn(random: Random) -> str:
    number = _digits(random, random.choice((6, 7, 8)))
    return random.choice((f"MRN{number}", f"MRN: {number}", f"MRN #{number}", f"mrn {number}"))


def mbi(random: Random) -> str:
    letter, either = "ACDEFGHJKMNPQRTUVWXY", "ACDEFGHJKMNPQRTUVWXY0123456789"
    pick = random.choice
    first = f"{pick('123456789')}{pick(letter)}{pick(either)}{pick('0123456789')}"
    second = f"{pick(letter)}{pick(either)}{pick('0123456789')}"
    third = f"{pick(letter)}{pick(letter)}{_digits(random, 2)}"
    return pick(("", "-")).join((first, second, third))


def phone(random: Random) -> str:
    area, end = random.choice(words.AREA_CODES), _digits(random, 4)
    exchange = f"{random.randint(2, 9)}{_digits(random, 2)}"
    return random.choice(
        (
            f"({area}) {exchange}-{end}",
            f"{area}-{exchange}-{end}",
            f"{area}.{exchange}.{end}",
            f"+1 {area} {exchange} {end}",
            f"ph {area}{exchange}{end}",
        )
    )


def email(random: Random) -> str:
    first, last = random.choice(words.GIVEN).lower(), random.choice(words.SURNAMES).lower()
    local = random.choice((f"{first}.{last}", f"{first[0]}{last}", f"{last}{_digits(random, 2)}"))
    return f"{local}@{random.choice(words.MAIL_HOSTS)}"


def address(random: Random) -> str:
    number = random.randint(1, 19_999)
    street = f"{random.choice(words.STREETS)} {random.choice(words.STREET_KINDS)}"
    town, state, code = random.choice(words.TOWNS)
    return random.choice(
        (
            f"{number} {street}",
            f"{number} N {street}, Apt {random.randint(1, 40)}",
            f"{number} {street}, {town}, {state} {code}",
            f"{town}, {state} {code}",
            f"PO Box {number}",
        )
    )


def birth(random: Random) -> date:
    return TODAY - timedelta(days=random.randint(200, 92 * 365))


def birth_written(random: Random) -> str:
    day = birth(random)
    return random.choice(
        (
            f"DOB {day.month}/{day.day}/{day.year}",
            f"DOB: {day.isoformat()}",
            f"born {day.month:02}-{day.day:02}-{day.year}",
            f"d.o.b. {day:%d %b %Y}",
        )
    )


def card(random: Random) -> str:
    digits = "4" + _digits(random, 14)
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    whole = f"{digits}{-total % 10}"
    groups = [whole[i : i + 4] for i in range(0, 16, 4)]
    return random.choice((" ".join(groups), "-".join(groups), f"card {whole}"))


KINDS: Final = {
    "name": name,
    "date_of_birth": birth_written,
    "ssn": ssn,
    "mrn": mrn,
    "mbi": mbi,
    "phone": phone,
    "email": email,
    "address": address,
    "card": card,
}
"""By what the detector calls it."""


def _bare_ssn(random: Random) -> str:
    return ssn(random).replace("-", "").replace(" ", "")


def _small_name(random: Random) -> str:
    return f"{random.choice(words.SURNAMES)} {random.choice(words.GIVEN)}".lower()


def _short_birth(random: Random) -> str:
    day = birth(random)
    return f"{day.month}/{day.day}/{day:%y}"


def _spelled_email(random: Random) -> str:
    return email(random).replace("@", " at ").replace(".", " dot ")


BLIND: Final = {
    "ssn, nine digits alone": _bare_ssn,
    "mrn, digits alone": lambda random: _digits(random, 7),
    "name, small letters": _small_name,
    "birth, two-digit year alone": _short_birth,
    "phone, ten digits alone": lambda random: f"402555{_digits(random, 4)}",
    "email, spelled out": _spelled_email,
}
"""What is known not to be found in a cell by itself; measured apart, promised nowhere."""

SENTENCES: Final[dict[str, tuple[str, ...]]] = {
    "name": ("spoke with patient {}", "pt {} no show", "{} called about the denial", "Insured: {}"),
    "date_of_birth": ("not eligible, {}", "wrong {} on file", "{}"),
    "ssn": ("SSN {} does not match", "subscriber {} termed", "{} not on file"),
    "mrn": ("see chart {}", "{} merged", "records for {} sent"),
    "mbi": ("Medicare {} inactive", "{} not found", "new card {}"),
    "phone": ("call back {}", "left message {}", "{} disconnected"),
    "email": ("sent to {}", "{} bounced", "portal login {}"),
    "address": ("moved to {}", "returned mail {}", "{} on file"),
    "card": ("paid by {}", "copay on {}", "{} declined"),
}
