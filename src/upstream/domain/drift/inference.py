"""The few distributions detection needs, in closed form: same numbers in, same bytes out."""

from math import erfc, expm1, log, sqrt


def two_sided(z: float) -> float:
    """Chance that a standard normal lies at least `z` from zero, on either side."""
    return erfc(abs(z) / sqrt(2))


def half_way(amount: float, half: float) -> float:
    """From 0 towards 1, one half at `half`: 1 - 2^(-amount / half)."""
    return -expm1(-log(2) * amount / half)


def significant(value: float) -> str:
    """Six significant digits as text: what two machines agree on, and no float in an event."""
    return f"{value:.6g}"


def rounded_quotient(part: int, whole: int) -> int:
    """`part / whole` to the nearest integer, half away from zero; `whole` must be positive."""
    quotient = (2 * abs(part) + whole) // (2 * whole)
    return quotient if part >= 0 else -quotient
