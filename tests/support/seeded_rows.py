"""A demo file as rows for detection, without a database in between."""

from collections.abc import Iterator
from datetime import date

from tests.support.counted_cells import Row
from upstream.application.seed import Plan, claim_lines
from upstream.domain.claims.procedures import cpt_group


def seeded_rows(plan: Plan) -> Iterator[Row]:
    days: dict[str, date] = {}
    groups: dict[str, str] = {}
    for lines in claim_lines(plan):
        for line in lines.splitlines():
            _, payer, cpt, submitted, decided, outcome, _, allowed, _, _ = line.split(",")
            for text in (submitted, decided):
                if text and text not in days:
                    days[text] = date.fromisoformat(text)
            if cpt not in groups:
                groups[cpt] = cpt_group(cpt)
            cents = int(allowed.replace(".", "")) if allowed else None
            decided_on = days[decided] if decided else None
            yield Row(payer, cpt, groups[cpt], days[submitted], decided_on, outcome, cents)
