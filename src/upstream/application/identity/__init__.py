"""Registering customers and people, letting people in and out."""

from upstream.application.identity.doors import Doors, open_doors
from upstream.application.identity.entering import (
    enter_console,
    leave_console,
    note_administrator,
    note_listing,
)
from upstream.application.identity.registration import (
    add_member,
    register_customer,
    register_person,
)
from upstream.application.identity.signing_in import SignedInAs, sign_in, sign_out
from upstream.application.identity.turning_over import Renewed, renew

__all__ = [
    "Doors",
    "Renewed",
    "SignedInAs",
    "add_member",
    "enter_console",
    "leave_console",
    "note_administrator",
    "note_listing",
    "open_doors",
    "register_customer",
    "register_person",
    "renew",
    "sign_in",
    "sign_out",
]
