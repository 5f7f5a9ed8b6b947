"""A year of requirements through the pipeline, or past it: contracts first, then the weeks."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import count
from typing import Final, NamedTuple

from upstream.application.customers import Customer, open_customer
from upstream.application.seed.labelled.requirements import (
    RequiredClaim,
    RequirementsSheet,
    rates_file,
    required_weekly_file,
)
from upstream.cli.bench.detection.replaying import (
    LAST_LOOK,
    LOOKS,
    Replayed,
    fired_by,
    replay_files,
)
from upstream.cli.bench.detection.requirements.copying import LAST_POSITION, copy_claims
from upstream.cli.contracts import load_file
from upstream.cli.trial import Trial
from upstream.domain.drift.authsignal import AuthSignal
from upstream.domain.drift.contractiq import ContractIQ
from upstream.domain.drift.counts import Contracted, Counts, Question
from upstream.domain.drift.detection import Detector
from upstream.infrastructure.database import PROJECTOR, Database
from upstream.projections.contracts.counting import contracted_lines
from upstream.projections.drift.cells import NEEDS, counts
from upstream.projections.runner import catch_up
from upstream.projections.view import View
from upstream.workers.installation import Installation

PRODUCTS: Final[tuple[Detector, ...]] = (AuthSignal(), ContractIQ())


class Year(NamedTuple):
    """What the runs of a year found, and every paid line with a rate by week of decision."""

    replayed: Replayed
    contracted: list[Contracted]


def replay_required(
    trial: Trial,
    installation: Installation,
    slug: str,
    sheet: RequirementsSheet,
    claims: Sequence[RequiredClaim],
    looks: Sequence[int] = LOOKS,
) -> Year:
    """As if it happened: the contracts are loaded, then each week's file and the runs."""
    customer = _with_contracts(trial, installation, slug, sheet)

    def news(since: int, until: int) -> Iterable[str]:
        return required_weekly_file(sheet, claims, since=since, until=until)

    replayed = replay_files(installation, customer, sheet.begins_on, news, looks, PRODUCTS)
    with installation.views.at(customer.customer_id, needs=NEEDS) as view:
        return Year(replayed, contracted_lines(view, _whole_year(sheet)))


def replay_required_shortly(
    trial: Trial,
    installation: Installation,
    slug: str,
    sheet: RequirementsSheet,
    claims: Sequence[RequiredClaim],
    looks: Sequence[int] = LOOKS,
) -> Year:
    """What `replay_required` finds. Lines are compared with contracts once, for all the looks."""
    customer = _with_contracts(trial, installation, slug, sheet)
    copy_claims(trial, customer, sheet, claims)
    fired = []
    tests: Counter[str] = Counter()
    with installation.database.snapshot(customer.customer_id) as connection:
        view = View(connection, customer.customer_id, LAST_POSITION, {})
        contracted = contracted_lines(view, _whole_year(sheet))
        for week in looks:
            until = sheet.begins_on + timedelta(days=7 * week)
            for detector in PRODUCTS:
                question = detector.question(until, detector.settings)
                if "contracted" in question.tables:
                    seen = [as_seen(one, week, question.weeks) for one in contracted]
                    counted = Counts(contracted=[one for one in seen if one.weeks])
                else:
                    counted = counts(view, question)
                assessment = detector.assess(counted, until, detector.settings)
                tests[detector.product] += assessment.tests
                fired += [fired_by(drift) for drift in assessment.drifts]
    return Year(Replayed(fired, tests), contracted)


def as_seen(one: Contracted, week: int, weeks: int) -> Contracted:
    """The newest `weeks` of a whole year's lines, as a look after so many weeks counts them."""
    later = LAST_LOOK - week
    kept = [place for place, each in enumerate(one.weeks) if 0 <= each - later < weeks]
    amounts = one.contracted_cents, one.allowed_cents, one.owed_cents
    columns = (one.lines, one.short, *amounts, one.recoded)
    lines, short, contracted, allowed, owed, recoded = (
        [column[at] for at in kept] for column in columns
    )
    return Contracted(
        one.payer,
        one.cpt,
        one.cpt_group,
        weeks=[one.weeks[at] - later for at in kept],
        lines=lines,
        short=short,
        contracted_cents=contracted,
        allowed_cents=allowed,
        owed_cents=owed,
        recoded=recoded,
    )


def _whole_year(sheet: RequirementsSheet) -> Question:
    until = sheet.begins_on + timedelta(days=7 * LAST_LOOK)
    return Question(tables=("contracted",), until=until, weeks=LAST_LOOK, reference_weeks=0)


def _with_contracts(
    trial: Trial, installation: Installation, slug: str, sheet: RequirementsSheet
) -> Customer:
    """A customer whose contracts were loaded as `upstream contracts load` does it."""
    customer = open_customer(installation.database, slug=slug, name=slug.title())
    for number, schedule in zip(count(1), sheet.schedules, strict=False):
        file = trial.folder / f"{slug}-rates-{number}.csv"
        file.write_text("".join(rates_file(schedule)), encoding="utf-8")
        load_file(installation, slug, file, payer=schedule.payer, from_on=schedule.from_on)
        file.unlink()
    projector = Database(installation.settings.database_url, role=PROJECTOR, pool_size=1)
    try:
        catch_up(projector, NEEDS)
    finally:
        projector.close()
    return customer
