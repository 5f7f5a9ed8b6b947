"""A visit: who looks at which customer's pages, and what stands around every page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation
from litestar.routes import BaseRoute, HTTPRoute

from upstream.api.access import ROLES, Permission
from upstream.api.callers import Caller
from upstream.api.composition import Parts
from upstream.api.dependencies import AnyRequest, CallerGiven, PartsGiven, PlaceGiven
from upstream.api.pages.frame.layout import (
    THEME_COOKIE,
    CustomerLink,
    Layout,
    home,
    navigation,
    theme_of,
)
from upstream.domain.units import CustomerId
from upstream.infrastructure.entrance import Place
from upstream.projections.identity.profile import Profile, names_of, profile


@dataclass(frozen=True, slots=True)
class Visit:
    request: AnyRequest
    parts: Parts
    caller: Caller
    place: Place
    profile: Profile

    @property
    def customer_id(self) -> CustomerId:
        return self.place.customer_id

    @property
    def zone(self) -> str:
        return self.place.time_zone

    @property
    def by_htmx(self) -> bool:
        """Whether only a part of the page is asked for."""
        return self.request.headers.get("hx-request") == "true"

    def may(self, permission: Permission) -> bool:
        return permission in ROLES[self.caller.role or "administrator"]

    def path(self, feature: str, *more: object) -> str:
        return "/".join([home(self.place.slug, feature), *(str(part) for part in more)])

    def api_path(self, *parts: str) -> str:
        """What the API answers about this customer: files to be downloaded."""
        return "/".join(["/api/v1/customers", self.place.slug, *parts])

    def layout(
        self, feature: str, title: str, *, as_of: str | None = None, here: str | None = None
    ) -> Layout:
        return Layout(
            title=title,
            here=here or self._here(feature),
            theme=theme_of(self.request.cookies.get(THEME_COOKIE)),
            person=self.profile.email,
            customer=CustomerLink(slug=self.place.slug, name=self.place.name),
            customers=_customers(self.place, self.profile),
            nav=navigation(
                self.place.slug,
                feature,
                as_of=as_of,
                hidden=self._hidden(),
            ),
            zone=self.zone,
            inside_because=None if self.caller.role else self.caller.reason,
        )

    def names(self, actors: Iterable[str]) -> dict[str, str]:
        """What to call whoever did something: people by name, services as they call themselves."""
        asked = set(actors)
        people = {actor: _person(actor) for actor in asked}
        known = names_of(self.parts.database, [each for each in people.values() if each])
        return {
            actor: known.get(person, actor) if person else actor.replace(":", " ", 1)
            for actor, person in people.items()
        }

    def _here(self, feature: str) -> str:
        """Where GET leads to this page again: what a form was posted to may have no page, but
        what it belongs to has one, and so has the feature.
        """
        path, query = self.request.scope["path"], self.request.scope["query_string"]
        if self.request.method == "GET":
            return f"{path}?{query.decode('latin-1')}" if query else path
        pages = {route.path_format for route in self.request.app.routes if _is_page(route)}
        template = self.request.scope["path_template"]
        while template not in pages and template:
            template, path = template.rpartition("/")[0], path.rpartition("/")[0]
        inside = path.startswith(f"/customers/{self.request.path_params['customer']}/")
        return path if inside else self.path(feature)

    def _hidden(self) -> frozenset[str]:
        needed: dict[str, Permission] = {"audit": "audit:read", "settings": "settings:read"}
        return frozenset(name for name, permission in needed.items() if not self.may(permission))


def _is_page(route: BaseRoute) -> bool:
    return isinstance(route, HTTPRoute) and "GET" in route.methods


def _customers(place: Place, known: Profile) -> tuple[CustomerLink, ...]:
    links = [CustomerLink(slug=each.slug, name=each.name) for each in known.customers]
    here = CustomerLink(slug=place.slug, name=place.name)
    return tuple(links if here in links else [here, *links])


def _person(actor: str) -> UUID | None:
    kind, _, name = actor.partition(":")
    try:
        return UUID(name) if kind == "person" else None
    except ValueError:
        return None


def _visit(request: AnyRequest, parts: PartsGiven, caller: CallerGiven, place: PlaceGiven) -> Visit:
    return Visit(request, parts, caller, place, profile(parts.database, caller.person_id))


VisitGiven = NamedDependency[SkipValidation[Visit]]
VISIT: Final = Provide(_visit, sync_to_thread=True)
