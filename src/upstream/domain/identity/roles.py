"""What a member may be at a customer. What each role may do is the API's table."""

from typing import Final, Literal, get_args

Role = Literal["owner", "analyst", "operator", "compliance", "viewer"]

ROLES: Final[tuple[Role, ...]] = get_args(Role)
