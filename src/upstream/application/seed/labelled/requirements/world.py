"""A year of requirements before its claims: the usual year without drifts, and what is on top."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from upstream.application.seed.labelled.requirements.agreements import Agreed, agreed, schedules
from upstream.application.seed.labelled.requirements.answer_sheet import RequirementsSheet
from upstream.application.seed.labelled.requirements.injections import Places, decoys, drifts
from upstream.application.seed.labelled.requirements.market import CONTRACTED_PAYERS, CodePlace
from upstream.application.seed.labelled.world import BEGINS_ON, World, world


@dataclass(frozen=True, slots=True)
class RequiredWorld:
    """Everything the claims are drawn from."""

    sheet: RequirementsSheet
    usual: World
    """Volumes, denials, prices and times, with that year's own decoys."""
    places: Sequence[CodePlace]
    agreed: Mapping[tuple[str, str], Sequence[Agreed]]


def required_world(
    seed: int, *, drifts_too: bool = True, begins_on: date = BEGINS_ON
) -> RequiredWorld:
    """Without drifts the same year: same chance, same contracts, same decoys."""
    usual = world(seed, drifts=False, begins_on=begins_on)
    draw = random.Random(f"requirements/{seed}")  # noqa: S311  reproducible on purpose
    places = list(_places(usual))
    restless = {(one.payer, one.cpt_group) for one in usual.sheet.decoys if one.cpt_group}
    renamed = {one.payer for one in usual.sheet.decoys if one.renamed_to}
    calm = [
        one
        for one in places
        if (one.payer, one.cpt_group) not in restless and one.payer not in renamed
    ]
    contracted = draw.sample(sorted({one.payer for one in places} - renamed), CONTRACTED_PAYERS)
    left = Places(draw, calm)
    injected = drifts(draw, left, frozenset(contracted), begins_on)
    seeming = tuple(decoys(draw, left, contracted, begins_on))
    known = schedules(draw, places, contracted, seeming, begins_on)
    sheet = RequirementsSheet(
        seed=seed,
        begins_on=begins_on,
        until=usual.sheet.until,
        payers=usual.sheet.payers,
        cpt_groups=usual.sheet.cpt_groups,
        denial_reasons=usual.sheet.denial_reasons,
        drifts=injected if drifts_too else (),
        decoys=(*usual.sheet.decoys, *seeming),
        schedules=known,
    )
    return RequiredWorld(sheet, usual, places, agreed(known))


def _places(usual: World) -> Iterator[CodePlace]:
    for cells in usual.cells:
        for cell in cells:
            shares = [after - before for before, after in pairwise((0.0, *cell.shares))]
            for cpt, share, price in zip(cell.cpts, shares, cell.prices, strict=True):
                weekly = cell.place.weekly * share / cell.shares[-1]
                place = cell.place
                yield CodePlace(place.payer, place.cpt_group, cpt, weekly, round(price))
