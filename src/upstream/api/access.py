"""Who may do what: the table of roles, and the one guard before every route."""

from typing import Final, Literal, get_args

import msgspec
from litestar.connection import ASGIConnection, Request
from litestar.datastructures import State
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler

from upstream.api.callers import Caller, Connection, entry_of
from upstream.api.composition import Parts
from upstream.api.origins import refuse_foreign_origin
from upstream.api.requests import context_of
from upstream.application.identity import note_administrator
from upstream.domain.context import reason_in
from upstream.domain.identity.roles import Role
from upstream.domain.messages import Refusal
from upstream.infrastructure.entrance import Entry, Place
from upstream.infrastructure.log import CustomerUnknown

Permission = Literal[
    "dashboard:read",
    "uploads:read",
    "uploads:write",
    "uploads:download",
    "uploads:release",
    "claims:read",
    "drift:read",
    "drift:run",
    "alerts:read",
    "alerts:work",
    "rules:write",
    "channels:write",
    "judgments:write",
    "mappings:write",
    "audit:read",
    "quality:read",
    "quality:write",
    "contracts:read",
    "contracts:write",
    "settings:read",
    "settings:write",
    "tier:write",
]
PERMISSIONS: Final[frozenset[Permission]] = frozenset(get_args(Permission))

_READ: Final[frozenset[Permission]] = frozenset(
    {
        *("dashboard:read", "uploads:read", "claims:read", "drift:read", "alerts:read"),
        *("quality:read", "contracts:read"),
    }
)

ROLES: Final[dict[Role | Literal["administrator"], frozenset[Permission]]] = {
    # What the customer may use of the installation is not the customer's to say.
    "owner": PERMISSIONS - {"tier:write"},
    "analyst": _READ
    | {
        *("mappings:write", "uploads:write", "drift:run", "alerts:work", "rules:write"),
        *("quality:write", "contracts:write"),
    },
    "operator": _READ | {"alerts:work", "judgments:write"},
    "compliance": _READ | {"uploads:download", "uploads:release", "audit:read", "settings:read"},
    "viewer": _READ,
    # Of the platform, a member nowhere: may look, with a reason, and is seen looking.
    "administrator": _READ | {"audit:read", "tier:write"},
}

PUBLIC: Final = {"public": True}
"""`opt` of a route that asks nobody who they are."""
SIGNED_IN: Final = {"signed_in": True}
"""`opt` of a route about the caller alone."""

_LOOKING: Final = frozenset({"GET", "HEAD"})


AnyConnection = ASGIConnection[BaseRouteHandler, object, object, State]


class NotAllowed(Refusal):
    """The caller's role does not include this."""

    code = "access.not_allowed"


class ReasonMissing(Refusal):
    """A platform administrator gave no reason (header `X-Access-Reason`)."""

    code = "access.reason_missing"


def allowed(permission: Permission, **more: str) -> dict[str, object]:
    """`opt` of a route about a customer: what the caller's role there has to include.

    A command also names itself, and where to look how far it is: `command`, `status_url`.
    """
    return {"permission": permission, **more}


def authorize(connection: AnyConnection, handler: BaseRouteHandler) -> None:
    """Runs before every route; a route that declares nothing is closed to everybody."""
    assert isinstance(connection, Request)
    refuse_foreign_origin(connection)
    if handler.opt.get("public"):
        return
    parts: Parts = connection.app.state.parts
    customer = connection.path_params.get("customer")
    entry = entry_of(connection, parts.doors, customer)
    if entry is None:
        raise NotAuthorizedException("Sign in first.", headers={"WWW-Authenticate": "Bearer"})
    caller = Caller(
        person_id=entry.person_id, session_id=entry.session_id, administrator=entry.administrator
    )
    connection.scope["state"]["caller"] = caller
    if handler.opt.get("signed_in") or connection.method == "OPTIONS":
        return
    _enter(connection, handler, parts, entry, caller)


def _enter(
    connection: Connection, handler: BaseRouteHandler, parts: Parts, entry: Entry, caller: Caller
) -> None:
    permission = handler.opt.get("permission")
    if entry.role is not None and entry.place is not None:
        caller = msgspec.structs.replace(caller, role=entry.role)
        if permission not in ROLES[entry.role]:
            raise NotAllowed("Your role at this customer does not include this.")
        _remember(connection, caller, entry.place)
        return
    if not entry.administrator:
        # The same for a customer of others and for one that does not exist.
        raise CustomerUnknown("There is no such customer.")
    said = reason_in(connection.headers.get("x-access-reason", ""))
    # The door was opened to look; whoever changes something says why for that alone.
    reason = said or (entry.reason if connection.method in _LOOKING else None)
    if not reason:
        raise ReasonMissing("Say why in the header X-Access-Reason.")
    if entry.place is None:
        raise CustomerUnknown("There is no such customer.")
    until = None if said else entry.inside_until
    caller = msgspec.structs.replace(caller, reason=reason, inside_until=until)
    # Before refusing: the page that says so says as well where one is, and how to leave.
    _remember(connection, caller, entry.place)
    if permission not in ROLES["administrator"]:
        raise NotAllowed("A platform administrator may look at this, no more.")
    operation = str(getattr(handler, "operation_id", None) or handler.handler_name)
    context = context_of(connection, caller, entry.place, command="identity.enter")
    note_administrator(parts.log, caller.person_id, operation, context)


def _remember(connection: Connection, caller: Caller, place: Place) -> None:
    state = connection.scope["state"]
    state["caller"], state["place"], state["customer_id"] = caller, place, place.customer_id
