"""A file that cannot be read by itself is answered on one page, remembered, and filtered for."""

from collections.abc import Iterator

import pytest
from httpx import Response
from tests.api.at_work import work
from tests.api.pages.browsing import Console
from tests.api.town import Api

PATH = "/customers/riverside/uploads"
HEADER = "Nr,Kasse,Ziffer,Eingereicht,Erledigt,Ergebnis,Versicherter"
CHOICES = {
    "column_0": "claim_id",
    "column_1": "payer",
    "column_2": "cpt",
    "column_3": "submitted_date",
    "column_4": "decided_date",
    "column_5": "outcome",
    "column_6": "",
}


def file_of(start: int) -> bytes:
    rows = [
        f"C{n},Aetna,99213,2025-01-02,2025-01-20,PAID,Maria Gonzales {n}"
        for n in range(start, start + 12)
    ]
    return "\n".join([HEADER, *rows, ""]).encode()


@pytest.fixture
def analyst(town: Api) -> Iterator[Console]:
    console = Console(town)
    console.be("analyst@riverside.example")
    yield console
    console.client.cookies.clear()


def send(console: Console, content: bytes, **fields: str) -> str:
    answer = console.client.post(
        PATH, files={"file": ("claims.csv", content)}, data=fields, follow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    work(console.api)
    return answer.headers["location"].split("?")[0]


def went_on(answer: Response) -> str:
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].split("?")[0]


@pytest.mark.feature("IN-1", "DQ-4")
def test_columns_are_chosen_with_the_first_rows_before_the_eyes(analyst: Console) -> None:
    path = send(analyst, file_of(0))
    assert f"{path}/mapping" in analyst.get(path).text

    page = analyst.get(f"{path}/mapping")

    assert page.status_code == 200
    assert "Aetna · Aetna" in page.text
    assert "guessed by its values, 60 %" in page.text
    assert "Gonzales" not in page.text
    assert "Personal, not shown" in page.text
    second = went_on(
        analyst.post(f"{path}/mapping/take-in", **CHOICES, remember="yes", source="Kasse A")
    )
    work(analyst.api)
    assert "Completed" in analyst.page(second).words_in("upload")

    third = send(analyst, file_of(100))
    words = analyst.page(third).words_in("upload")
    assert "Completed" in words
    assert "Read as was saved for files with these headers (Kasse A)." in words
    names = analyst.get("/customers/riverside/mappings").text
    assert "Kasse A" in names
    listed = analyst.get(f"{PATH}?kind=table&status=completed").text
    assert third.rsplit("/", 1)[1] in listed
    assert "No upload is like that." in analyst.get(f"{PATH}?kind=fhir").text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"column_1": ""}, "No header was recognised for: payer"),
        ({"column_0": "payer"}, "Only one column can be this: Payer"),
        ({"column_4": ""}, "No header was recognised for: decided_date"),
    ],
)
def test_an_answer_that_is_not_enough_is_said_on_the_page(
    analyst: Console, changed: dict[str, str], said: str
) -> None:
    header = HEADER.replace("Nr", "Lauf" + "".join(changed))
    path = send(analyst, file_of(500).replace(HEADER.encode(), header.encode()))

    answer = analyst.post(f"{path}/mapping/take-in", **{**CHOICES, **changed}, remember="yes")

    assert answer.status_code in {200, 422}
    assert said in answer.text


@pytest.mark.feature("IN-1")
def test_a_person_may_look_before_anything_is_recorded(analyst: Console) -> None:
    content = file_of(900).replace(
        HEADER.encode(), b"claim_id,payer,cpt,submitted_date,decided_date,outcome,Patient Name"
    )
    path = send(analyst, content, hold="true")
    page = analyst.get(path).text
    assert "nothing was recorded" in page
    assert f"{path}/mapping" in page

    second = went_on(analyst.post(f"{path}/mapping/take-in", **CHOICES))

    work(analyst.api)
    assert "Completed" in analyst.page(second).words_in("upload")


def test_who_may_not_upload_chooses_nothing(analyst: Console) -> None:
    path = send(analyst, file_of(2_000).replace(b"Nr", b"Lfd"))
    analyst.be("viewer@riverside.example")

    assert analyst.get(f"{path}/mapping").status_code == 403
    assert f"{path}/mapping" not in analyst.get(path).text


@pytest.mark.feature("IN-12")
def test_names_are_confirmed_and_withdrawn_on_their_page(analyst: Console) -> None:
    header = "claim_id,payer,cpt,submitted_date,decided_date,outcome\n"
    rows = "N1,Humana,99213,2025-01-02,2025-01-20,PAID\nN2,HUMANA Inc.,99213,2025-01-02,,PENDING\n"
    send(analyst, (header + rows).encode())
    names = "/customers/riverside/mappings"
    assert "HUMANA Inc. is Humana" in analyst.get(names).text

    went_on(analyst.post(f"{names}/payers", alias="HUMANA Inc.", payer="Humana", answer="one"))

    work(analyst.api)
    page = analyst.get(names).text
    assert "HUMANA Inc. is Humana" not in page
    assert "Withdraw HUMANA Inc." in page
    group = analyst.post(f"{names}/groups", name="Visits", codes="99202-99215, J1100")
    went_on(group)
    work(analyst.api)
    assert "99202-99215, J1100" in analyst.get(names).text
    refused = analyst.post(f"{names}/groups", name="More", codes="99213")
    assert refused.status_code == 409
    assert "Some of these codes belong to Visits." in refused.text
