"""Rows as files bring them, good, bad and in between, for properties over whole files."""

from datetime import date

from hypothesis import strategies as st

from upstream.domain.claims.columns import ColumnName
from upstream.domain.claims.layout import Column, Layout, Shape

TODAY = date(2025, 6, 30)
KEY = b"a key that is only used by tests"

_CELLS: dict[ColumnName, list[str]] = {
    "claim_id": ["C1", "C2", "C3", "", "1.23E+11", " C4 ", "N/A", "=1+1", "x\x00y"],
    "payer": [
        "Aetna",
        "AETNA",
        "Aetna  Health",
        "",
        "  ",
        "TOTAL",
        "payer",
        "A" * 201,
        "\uff21etna",
    ],
    "cpt": ["99213", "99213-25", "J1885", "", "0450", "cpt", "99213.0"],
    "submitted_date": ["2025-01-02", "1/3/2025", "2025-02-30", "", "2031-01-01", "submitted_date"],
    "decided_date": [
        "2025-01-20",
        "",
        "2024-12-31",
        "N/A",
        "1/21/25",
        "2019-01-01",
        "decided_date",
    ],
    "outcome": ["PAID", "denied", "Pended", "", "In Appeal", "outcome", "4"],
    "billed_amount": ["150.00", "$1,150.00", "", "-5.00", "abc", "1e9", "12.345", "billed_amount"],
    "denial_reason": ["", "CO-197", "CO45", "Not Denied", "CO-16 (M76)", "words", "y" * 201],
    "denial_group": ["", "CO", "pr", "x"],
    "remark_codes": ["", "N290", "M76, MA130", "n/a"],
    "paid_date": ["", "2025-02-01", "2/30/2025"],
    "provider_npi": ["", "1234567893", "1234567893.0", "12345"],
    "place_of_service": ["", "11", "a\x01"],
    "facility": ["", "Main Clinic", "  Main\u00a0 Clinic", "z" * 201],
    "modifiers": ["", "25", "25,GT", "xyz"],
    "patient_id": ["PAT1", "PAT2", "", "p 3"],
    "units": ["", "1", "2.0", "many"],
}
_SURE: dict[ColumnName, list[str]] = {
    "claim_id": ["C1", "C2", "C3", "C4"],
    "payer": ["Aetna", "Cigna"],
    "cpt": ["99213", "93000"],
    "submitted_date": ["2025-01-02", "2025-01-03"],
    "decided_date": ["2025-01-20", "2025-01-21"],
    "outcome": ["PAID", "DENIED"],
}
COLUMNS = tuple(_CELLS)


def layout_of(*names: ColumnName) -> Layout:
    """The columns in this order, read month first."""
    shape = Shape("utf-8", ",", "\n", len(names), 2, 0)
    columns = tuple(Column(name, index, name, 100) for index, name in enumerate(names))
    return Layout(shape=shape, columns=columns, today=TODAY)


def layouts() -> st.SearchStrategy[Layout]:
    """Any order of columns; those that a file may lack are lacking now and then."""
    needed: set[ColumnName] = {"payer", "cpt", "submitted_date", "outcome"}
    optional = st.sets(st.sampled_from([name for name in COLUMNS if name not in needed]))
    return optional.flatmap(lambda some: st.permutations(sorted(needed | some))).map(
        lambda names: layout_of(*names)
    )


def rows_for(layout: Layout) -> st.SearchStrategy[list[list[str]]]:
    """Rows of that width; about half of them sound."""
    cells = [
        st.sampled_from(_SURE.get(column.name, ["", *_CELLS[column.name][:1]]))
        | st.sampled_from(_CELLS[column.name])
        for column in layout.columns
    ]
    return st.lists(st.tuples(*cells).map(list), max_size=12)
