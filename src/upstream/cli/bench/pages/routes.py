"""Which pages and documents are asked for, at one moment."""

from datetime import date, timedelta
from typing import Final, NamedTuple
from urllib.parse import urlencode

import msgspec

from upstream.cli.trial.client import Client

KINDS_MAX: Final = 4
"""Of findings and alerts, the worst of so many kinds are looked at."""


class Route(NamedTuple):
    """`is_page`: HTML of the console; otherwise a document of the API."""

    name: str
    path: str
    is_page: bool


class _Seen(msgspec.Struct, frozen=True):
    id: str
    kind: str
    finding_id: str = ""


class _List(msgspec.Struct, frozen=True):
    items: list[_Seen]


def routes_at(client: Client, as_of: str | None, today: date) -> list[Route]:
    """`today`: the day of the moment, as customers count days."""
    alerts = _of_each_kind(client, "alerts", as_of)
    year = {"from": str(today - timedelta(days=365)), "to": str(today)}
    month = {"from": str(today - timedelta(days=30)), "to": str(today)}
    documents: list[tuple[str, str, dict[str, str]]] = [
        ("dashboard", "dashboard", {}),
        ("figures", "figures", {}),
        ("figures, a year", "figures", year),
        ("scorecard", "payers/scorecard", {}),
        ("scorecard, a year", "payers/scorecard", year),
        ("payers, a month", "payers", month),
        ("trends, a year", "trends", year),
        ("forecasts", "forecasts", {}),
        ("worklist", "worklist", {}),
        ("alerts", "alerts", {}),
        ("recoveries", "recoveries", {}),
        ("claims", "claims", {}),
        (
            "claims denied at first for a reason",
            "claims",
            {
                "first_outcome": "DENIED",
                "denial_reason": "CO-29",
                "stage": "upheld",
            },
        ),
        (
            "claims of a month",
            "claims",
            {
                "decided_from": month["from"],
                "decided_to": month["to"],
            },
        ),
    ]
    pages: list[tuple[str, str, dict[str, str]]] = [
        ("dashboard", "dashboard", {}),
        ("figures", "figures", {}),
        ("payers", "payers", {}),
        ("forecast", "payers/forecast", {}),
        ("worklist", "worklist", {}),
        ("alerts", "alerts", {}),
        ("recoveries", "recoveries", {}),
        ("claims", "claims", {}),
    ]
    for one in alerts:
        documents += [
            (f"finding of {one.kind}", f"findings/{one.finding_id}", {}),
            (f"its evidence, {one.kind}", f"findings/{one.finding_id}/evidence", {}),
            (f"claims to work on, {one.kind}", f"worklist/{one.id}/claims", {}),
        ]
        pages += [
            (f"alert of {one.kind}", f"alerts/{one.id}", {}),
            (f"claims to work on, {one.kind}", f"worklist/{one.id}", {}),
        ]
    moment = {"as_of": as_of} if as_of else {}
    return [
        Route(name, _address(path, {**moment, **asked}), is_page)
        for is_page, every in ((False, documents), (True, pages))
        for name, path, asked in every
    ]


def _of_each_kind(client: Client, path: str, as_of: str | None) -> list[_Seen]:
    moment = {"as_of": as_of} if as_of else {}
    answer = client.get(_address(path, {**moment, "limit": "200"}))
    found: dict[str, _Seen] = {}
    for one in msgspec.json.decode(answer, type=_List).items:
        found.setdefault(one.kind, one)
    return list(found.values())[:KINDS_MAX]


def _address(path: str, asked: dict[str, str]) -> str:
    return f"{path}?{urlencode(asked)}" if asked else path
