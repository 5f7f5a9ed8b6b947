"""Eight spellings become one payer, codes become a group, and yesterday stays as it was."""

from typing import Any

import pytest
from tests.api.at_work import RIVERSIDE, upload, work
from tests.api.conftest import OWNER, Api, Population

EIGHT = (
    "united healthcare",
    "United Healthcare",
    "UnitedHealthcare",
    "UNITEDHEALTHCARE",
    "UHC",
    "United  Healthcare",
    "United\u00a0 Healthcare",
    "87726",
)
NAME = "United Healthcare"
"""Three of the eight, and so the one the others are suggested for."""
_HEADER = "claim_id,payer,cpt,submitted_date,decided_date,outcome,billed_amount,allowed_amount"
FILE = "\n".join(
    [
        _HEADER,
        *(
            f"C{n:04},{payer},99213,2025-01-02,2025-01-20,{'PAID' if n % 2 else 'DENIED'},150.00,9"
            for n, payer in enumerate(EIGHT, 1)
        ),
        "C0009,Aetna,70450,2025-01-02,2025-01-20,PAID,100.00,9",
        "",
    ]
).encode()


@pytest.fixture
def riverside(api: Api, population: Population) -> Api:
    assert upload(api, FILE).status_code == 202
    work(api)
    return api


def get(api: Api, path: str) -> Any:  # noqa: ANN401  any document
    answer = api.get(f"{RIVERSIDE}/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def confirm_everything(api: Api) -> int:
    """Every suggestion there is; the position before."""
    suggested = get(api, "payer-mappings/suggestions")
    body = {"aliases": [one["alias"] for one in suggested["items"]], "payer": NAME}
    answer = api.post(f"{RIVERSIDE}/payer-mappings", body)
    assert answer.status_code == 201, answer.text
    work(api)
    return int(suggested["position"])


@pytest.mark.feature("IN-12")
def test_eight_spellings_are_suggested_and_become_one_payer(riverside: Api) -> None:
    confirm_everything(riverside)

    payers = get(riverside, "dashboard")["payers"]
    assert [(one["payer"], one["claims"]) for one in payers] == [
        (NAME, 8),
        ("Aetna", 1),
    ]
    assert payers[0]["denial_rate"] == 0.5
    assert get(riverside, "payer-mappings/suggestions")["items"] == []
    listed = get(riverside, f"claims?payer={NAME}")["items"]
    assert {one["payer"] for one in listed} == {NAME}
    assert len(listed) == 8
    assert get(riverside, "claims?payer=UHC")["items"] == []
    summaries = get(riverside, "payers?from=2025-01-01")["items"]
    assert [one["claims"] for one in summaries] == [8, 1]


@pytest.mark.feature("IN-12")
def test_the_name_of_the_file_is_never_lost(riverside: Api) -> None:
    confirm_everything(riverside)

    listed = get(riverside, f"claims?payer={NAME}")["items"]

    names = {one["claim_ref"]: one["payer_original"] for one in listed}
    assert names["C0005"] == "UHC"
    assert names["C0002"] is None


@pytest.mark.feature("IN-12", "RD-2")
def test_before_the_mapping_the_old_names_stand(riverside: Api) -> None:
    before = confirm_everything(riverside)

    then = get(riverside, f"dashboard?as_of=position:{before}")["payers"]
    compared = get(riverside, f"dashboard?compare_to=position:{before}")
    assert len(then) == 7
    assert {one["claims"] for one in then} == {1, 3}
    assert get(riverside, f"claims?payer=UHC&as_of=position:{before}")["items"][0]["payer"] == "UHC"
    assert "mappings.confirm_payers" in str(compared)


def test_a_withdrawn_alias_stands_for_itself_again(riverside: Api) -> None:
    confirm_everything(riverside)
    listed = get(riverside, "payer-mappings")["items"]
    uhc = next(one for one in listed if one["alias"] == "UHC")

    answer = riverside.post(f"{RIVERSIDE}/payer-mappings/{uhc['id']}/withdraw")

    assert answer.status_code == 201
    work(riverside)
    assert {one["payer"] for one in get(riverside, "dashboard")["payers"]} == {
        NAME,
        "UHC",
        "Aetna",
    }
    assert riverside.post(f"{RIVERSIDE}/payer-mappings/{uhc['id']}/withdraw").status_code == 404


def test_what_was_rejected_is_not_suggested_again(riverside: Api) -> None:
    before = {one["alias"] for one in get(riverside, "payer-mappings/suggestions")["items"]}
    pair = {"alias": "87726", "payer": NAME}

    assert riverside.post(f"{RIVERSIDE}/payer-mappings/rejections", pair).status_code == 201

    work(riverside)
    after = {one["alias"] for one in get(riverside, "payer-mappings/suggestions")["items"]}
    assert before - after == {"87726"}


@pytest.mark.feature("IN-12")
def test_codes_become_a_group_of_the_customers_own(riverside: Api) -> None:
    before = get(riverside, "dashboard")["position"]
    body = {"name": "Office visits", "codes": ["99202-99215", "J1100"]}

    assert riverside.post(f"{RIVERSIDE}/cpt-mappings", body).status_code == 201

    work(riverside)
    assert groups(riverside) == {"Office visits": 8, "Radiology": 1}
    assert groups(riverside, f"?as_of=position:{before}") == {
        "Evaluation and management": 8,
        "Radiology": 1,
    }
    (first, *_) = listed = get(riverside, "claims?cpt_group=Office%20visits")["items"]
    assert len(listed) == 8
    assert first["cpt_group_original"] == "Evaluation and management"
    assert get(riverside, "claims?cpt_group=Evaluation%20and%20management")["items"] == []


def groups(api: Api, asked: str = "") -> dict[str, int]:
    found = get(api, f"dashboard{asked}")["cpt_groups"]
    return {one["cpt_group"]: one["claims"] for one in found}


def test_a_group_changes_and_ends(riverside: Api) -> None:
    body = {"name": "Office visits", "codes": ["99202-99215"]}
    riverside.post(f"{RIVERSIDE}/cpt-mappings", body)
    work(riverside)
    (group,) = get(riverside, "cpt-mappings")["items"]
    path = f"{RIVERSIDE}/cpt-mappings/{group['id']}"

    changed = riverside.client.put(
        path, json={"codes": ["70010-79999"]}, headers=riverside.headers(OWNER)
    )

    assert changed.status_code == 201
    work(riverside)
    assert groups(riverside) == {"Evaluation and management": 8, "Office visits": 1}
    assert riverside.post(f"{path}/withdraw").status_code == 201
    work(riverside)
    assert groups(riverside) == {"Evaluation and management": 8, "Radiology": 1}
    assert get(riverside, "cpt-mappings")["items"] == []


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("payer-mappings", {"aliases": ["A"], "payer": "A"}, "payer_mapping.alias_of_itself"),
        ("payer-mappings", {"aliases": [" "], "payer": "A"}, "payer_mapping.name_invalid"),
        ("cpt-mappings", {"name": "X", "codes": ["abc"]}, "cpt_mapping.codes_invalid"),
        ("cpt-mappings", {"name": "X", "codes": ["99215-99202"]}, "cpt_mapping.codes_invalid"),
        ("cpt-mappings", {"name": "", "codes": ["99215"]}, "cpt_mapping.name_invalid"),
    ],
)
def test_nonsense_is_refused(
    api: Api, population: Population, path: str, body: object, code: str
) -> None:
    answer = api.post(f"{RIVERSIDE}/{path}", body)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_stale_change_is_refused(riverside: Api) -> None:
    confirm_everything(riverside)

    answer = riverside.post(
        f"{RIVERSIDE}/payer-mappings", {"aliases": ["X"], "payer": "Y"}, If_Match='"v1"'
    )

    assert answer.status_code in {409, 412}
