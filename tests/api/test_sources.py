"""How files of a source are read is saved, changed and withdrawn by HTTP."""

from typing import Any

import pytest
from tests.api.at_work import RIVERSIDE, work
from tests.api.conftest import OWNER, Api, Population


def get(api: Api, path: str) -> Any:  # noqa: ANN401  any document
    answer = api.get(f"{RIVERSIDE}/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.feature("IN-1", "IN-12")
def test_a_header_mapping_is_saved_changed_and_withdrawn(api: Api, population: Population) -> None:
    headers = ["Wer", "CPT", "Submitted", "Outcome", "Ref"]
    body = {"headers": headers, "mapping": {"payer": "Wer", "decided_date": "none"}, "name": "ACME"}
    assert api.post(f"{RIVERSIDE}/header-mappings", body).status_code == 201
    work(api)
    (saved,) = get(api, "header-mappings")["items"]
    path = f"{RIVERSIDE}/header-mappings/{saved['id']}"
    assert (saved["name"], saved["headers"]) == ("ACME", headers)

    other = {**body["mapping"], "claim_id": "Ref"}  # type: ignore[dict-item]  # an object by its look
    changed = api.client.put(path, json={"mapping": other}, headers=api.headers(OWNER))
    incomplete = api.client.put(path, json={"mapping": {}}, headers=api.headers(OWNER))

    assert changed.status_code == 201
    assert incomplete.json()["code"] == "header_mapping.incomplete"
    assert api.post(f"{path}/withdraw").status_code == 201
    work(api)
    assert get(api, "header-mappings")["items"] == []
