"""Files of rates as people send them: headers, delimiters, encodings, and what is wrong."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstream.application.contracts.reading import read_rates
from upstream.domain.contracts.rates import RATES_MAX, Rate
from upstream.domain.contracts.refusals import RatesFileUnreadable, RatesInvalid, TooManyRates
from upstream.domain.units import Cents

pytestmark = pytest.mark.feature("DR-4")


def read(text: str | bytes) -> tuple[Rate, ...]:
    return read_rates(BytesIO(text.encode() if isinstance(text, str) else text))


@pytest.mark.parametrize(
    "text",
    [
        "cpt,amount\n99213,100.00\n",
        "\ufeffCPT Code,Contracted Rate\r\n99213,$100\r\n",
        "Fee schedule 2026\n\nHCPCS;Fee\n99213;100.00\n;\n",
        "Procedure\tDescription\tNegotiated Rate\n99213\toffice visit\t100.00\n",
        'code|rate\n"99213"|"100.00"\n',
        "CPT,Rate\n99213,100.00\n".encode("utf-16"),
        "CPT,Rate\n99213,100.00",
    ],
)
def test_a_fee_schedule_is_read_however_it_is_written(text: str | bytes) -> None:
    assert read(text) == (Rate(cpt="99213", amount_cents=Cents(10_000)),)


def test_modifiers_places_and_percentages_are_read() -> None:
    rates = read(
        "cpt,mod,pos,rate,percent of charge\n"
        "70450,26,,60,\n70450-TC,,,140,\nj1100,,11,,65%\n0450,,,,0.5\n99215,,,,72.25\n"
    )

    assert rates == (
        Rate(cpt="70450", modifier="26", amount_cents=Cents(6_000)),
        Rate(cpt="70450", modifier="TC", amount_cents=Cents(14_000)),
        Rate(cpt="J1100", place_of_service="11", percent_bps=6_500),
        Rate(cpt="0450", percent_bps=5_000),
        Rate(cpt="99215", percent_bps=7_225),
    )


@pytest.mark.parametrize(
    ("rows", "row", "column"),
    [
        ("99213,1\n99214,-1", 3, "amount"),
        ("99213,1\n99214,(1.00)", 3, "amount"),
        ("99213,1\n\n99213,2", 4, "cpt"),
        ("99213,lots", 2, "amount"),
        ("99213,", 2, "amount"),
        (",5", 2, "cpt"),
        ("99213,99999999999", 2, "amount"),
    ],
)
def test_a_row_that_is_wrong_is_named_with_its_column(rows: str, row: int, column: str) -> None:
    with pytest.raises(RatesInvalid) as refused:
        read(f"cpt,rate\n{rows}\n")

    assert (refused.value.facts["row"], refused.value.facts["column"]) == (row, column)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("", 1),
        ("payer,date\nA,B\n", 1),
        ("cpt,description\n99213,visit\n", 1),
        ("cpt,rate\n99213,1\n99214,1,2\n", 3),
        ('cpt,rate\n99213,1\n"99214,1\n', 3),
        ("PK\x03\x04 a workbook", 1),
    ],
)
def test_a_file_that_is_none_is_refused(text: str, row: int) -> None:
    with pytest.raises(RatesFileUnreadable) as refused:
        read(text)

    assert refused.value.facts["row"] == row


def test_a_file_without_end_is_not_read_to_its_end() -> None:
    with pytest.raises(TooManyRates):
        read("cpt,rate\n" + "".join(f"{n % 100_000:05d},1\n" for n in range(RATES_MAX + 1)))


@given(
    rates=st.dictionaries(
        st.tuples(st.from_regex(r"\A[0-9]{5}\Z"), st.sampled_from(("", "26", "TC")), st.just("")),
        st.integers(0, 10**9),
        min_size=1,
        max_size=50,
    )
)
def test_what_was_written_is_read(rates: dict[tuple[str, str, str], int]) -> None:
    rows = [
        f"{cpt},{mod},{cents // 100}.{cents % 100:02d}" for (cpt, mod, _), cents in rates.items()
    ]
    found = read("\n".join(["cpt,modifier,rate", *rows]))

    assert {rate.key: rate.amount_cents for rate in found} == rates


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    with suppress(RatesInvalid, RatesFileUnreadable):
        read(b"cpt,rate\n" + content)
