"""What every page shows around its own content: navigation, customer, person, theme."""

from typing import Literal, get_args

import msgspec

from upstream.api.pages.rendering import address

Theme = Literal["auto", "light", "dark"]
THEMES: tuple[Theme, ...] = get_args(Theme)
THEME_COOKIE = "theme"
_TRAVELLING = (
    "dashboard",
    "alerts",
    "worklist",
    "drift-runs",
    "claims",
    "payers",
    "figures",
    "remittances",
    "contracts",
    "quality",
)
_NAMES = {
    "dashboard": "Dashboard",
    "alerts": "Alerts",
    "worklist": "Worklist",
    "drift-runs": "Detection",
    "claims": "Claims",
    "payers": "Payers",
    "figures": "Figures",
    "remittances": "Payments",
    "contracts": "Contracts",
    "uploads": "Uploads",
    "quality": "Quality",
    "audit": "Audit",
    "settings": "Settings",
}


class CustomerLink(msgspec.Struct, frozen=True, kw_only=True):
    slug: str
    name: str


class NavItem(msgspec.Struct, frozen=True, kw_only=True):
    feature: str
    name: str
    href: str
    current: bool


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """`here` is the address of the page itself, to come back to after switching the theme."""

    title: str
    here: str
    theme: Theme
    person: str | None = None
    customer: CustomerLink | None = None
    customers: tuple[CustomerLink, ...] = ()
    nav: tuple[NavItem, ...] = ()
    zone: str = "UTC"
    inside_because: str | None = None
    """Why a platform administrator is here; None for everybody else."""


def theme_of(cookie: str | None) -> Theme:
    """The theme a cookie asks for; anything unknown follows the device."""
    return next((theme for theme in THEMES if theme == cookie), "auto")


def home(slug: str, feature: str = "dashboard") -> str:
    return f"/customers/{slug}/{feature}"


def navigation(
    slug: str,
    feature: str,
    *,
    as_of: str | None = None,
    hidden: frozenset[str] = frozenset(),
) -> tuple[NavItem, ...]:
    """The moment looked at goes along to every page that can show the past."""
    return tuple(
        NavItem(
            feature=name,
            name=label,
            href=address(home(slug, name), {"as_of": as_of if name in _TRAVELLING else None}),
            current=name == feature,
        )
        for name, label in _NAMES.items()
        if name not in hidden
    )
