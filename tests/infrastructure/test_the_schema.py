"""What holds for every table there is and every table to come: asked of the catalogue itself."""

from collections.abc import Callable
from typing import Any, LiteralString

import psycopg
import pytest

CONTROL_TABLES = frozenset(
    {
        *("customers", "customer_log", "projection_checkpoints", "jobs", "memberships"),
        *("deliveries_due", "console_entries"),
    }
)
"""Tables with a customer_id and without row-level security: read before a customer is chosen.

They hold ids, positions, states and roles, and why an administrator looks;
no personal data. A new one needs a reason here.
"""

_SERVICES = {"upstream_app", "upstream_projector"}

Ask = Callable[[LiteralString], list[tuple[Any, ...]]]


@pytest.fixture
def ask(admin_url: str) -> Ask:
    def rows(query: LiteralString) -> list[tuple[Any, ...]]:
        with psycopg.connect(admin_url) as connection:
            return connection.execute(query).fetchall()

    return rows


@pytest.mark.feature("ID-2")
def test_every_table_with_a_customer_has_forced_row_level_security(ask: Ask) -> None:
    rows = ask(
        "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,"
        "  ARRAY(SELECT pg_get_expr(polqual, polrelid) || pg_get_expr(polwithcheck, polrelid)"
        "    FROM pg_policy WHERE polrelid = c.oid)"
        " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'customer_id'"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
    )
    policy = "(customer_id = current_customer())" * 2
    unguarded = {name for name, forced, policies in rows if not forced or policies != [policy]}

    assert len(rows) > 10
    assert unguarded == CONTROL_TABLES


def test_every_key_of_a_customers_table_begins_with_the_customer(ask: Ask) -> None:
    rows = ask(
        "SELECT i.relname, a.attname FROM pg_index x"
        " JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid"
        " JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]"
        " WHERE t.relrowsecurity AND t.relnamespace = 'public'::regnamespace"
    )

    assert len(rows) > 10
    assert [name for name, first in rows if first != "customer_id"] == []


def test_nothing_but_tables_is_granted_and_to_services_only(ask: Ask) -> None:
    """A view runs with its owner's rights, and a partition has policies of its own."""
    rows = ask(
        "SELECT c.relname, c.relkind::text, c.relispartition, coalesce(r.rolname, 'PUBLIC')"
        " FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) g"
        " LEFT JOIN pg_roles r ON r.oid = g.grantee"
        " WHERE c.relnamespace = 'public'::regnamespace AND g.grantee <> c.relowner"
    )
    wrong = [row for row in rows if row[1] not in "rp" or row[2] or row[3] not in _SERVICES]

    assert {row[3] for row in rows} == _SERVICES
    assert wrong == []


def test_there_are_no_views_and_nothing_runs_with_its_owners_rights(ask: Ask) -> None:
    views = ask(
        "SELECT relname FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm', 'f')"
    )
    definers = ask(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
    )

    assert (views, definers) == ([], [])


def test_no_service_role_is_above_row_level_security(ask: Ask) -> None:
    rows = ask(
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'upstream%'"
        " AND (rolsuper OR rolbypassrls) AND rolname NOT IN ('upstream_admin', 'upstream_backup')"
    )

    assert rows == []


def test_everything_belongs_to_the_owner_role(ask: Ask) -> None:
    rows = ask(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relowner <> 'upstream_owner'::regrole"
    )

    assert rows == []


def test_money_is_whole_cents_and_instants_know_their_zone(ask: Ask) -> None:
    rows = ask(
        "SELECT c.relname, a.attname, format_type(a.atttypid, NULL) FROM pg_attribute a"
        " JOIN pg_class c ON c.oid = a.attrelid WHERE c.relkind = 'r' AND a.attnum > 0"
        " AND c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped"
        " AND (a.attname LIKE '%cents%' AND a.atttypid <> 'bigint'::regtype"
        "   OR a.atttypid IN ('timestamp'::regtype, 'money'::regtype))"
    )

    assert rows == []
