"""Which facts a file has no way of saying, as one number: a bit for each fact of a claim."""

from functools import lru_cache

from upstream.domain.claims.facts import ClaimFacts

OTHER_LINES = "other_lines"
"""Not a fact: the row tells of its own service lines and says nothing about the claim's others."""

_BITS = {name: 1 << place for place, name in enumerate(ClaimFacts.__struct_fields__)}
_BITS[OTHER_LINES] = 1 << 62
"""Facts are only ever added at the end, so a bit keeps its meaning."""


@lru_cache(maxsize=1024)
def mask_of(silent: frozenset[str]) -> int:
    return sum(_BITS[name] for name in silent)


@lru_cache(maxsize=1024)
def names_of(mask: int) -> frozenset[str]:
    return frozenset(name for name, bit in _BITS.items() if mask & bit)
