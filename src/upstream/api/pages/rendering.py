"""Jinja2 as the pages use it: everything escaped, an unknown name is an error."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from upstream.api.charts import wording
from upstream.api.pages.assets import assets

_TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["assets"] = assets()
    for name in (
        "count", "compact", "percent", "points", "money", "money_compact",
        "days", "day", "span", "month", "moment", "size",
    ):  # fmt: skip
        made.filters[name] = getattr(wording, name)
    return made


def render(template: str, **values: object) -> str:
    return environment().get_template(template).render(**values)


def address(path: str, parameters: Mapping[str, str | int | None]) -> str:
    """The path with every parameter that has a value, in the order given."""
    known = {key: value for key, value in parameters.items() if value not in {None, ""}}
    return f"{path}?{urlencode(known, safe=':')}" if known else path
