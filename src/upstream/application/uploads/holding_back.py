"""Where a customer wants files with personal data held back, all of a file is looked at first."""

from collections.abc import Callable
from typing import BinaryIO

from upstream.application.readers.catalogue import reader_of
from upstream.application.readers.reader import Instructions, Place
from upstream.application.uploads.checking import Checked
from upstream.application.uploads.intake import Intake
from upstream.application.uploads.screening import PersonalDataCheck
from upstream.domain.claims.layout import Layout
from upstream.domain.personal.kinds import PersonalCells, added_up
from upstream.domain.units import CustomerId
from upstream.infrastructure.customer_keys import pseudonym_key


def personal_cells_in(
    file: BinaryIO,
    layout: Layout,
    intake: Intake,
    customer_id: CustomerId,
    between_parts: Callable[[], None],
) -> tuple[PersonalCells, ...]:
    """What screening would find in the rows of a file, before any of them is recorded."""
    check = PersonalDataCheck(intake.log, intake.secret_key, customer_id, layout)
    instructions = Instructions(layout, pseudonym_key(intake.secret_key, customer_id))
    start = Place(layout.shape.first_line, layout.shape.first_offset)
    found: tuple[PersonalCells, ...] = ()
    for part in reader_of(layout.kind).parts(file, instructions, start):
        found = added_up(found + check(Checked(part)).personal)
        between_parts()
    return found
