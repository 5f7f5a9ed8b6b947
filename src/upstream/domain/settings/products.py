"""Which products a customer uses: all of them, unless it says otherwise."""

from typing import Final, Literal, get_args

import msgspec

from upstream.domain.messages import Refusal

Product = Literal["driftwatch", "denialscope", "delayguard", "contractiq", "authsignal"]
PRODUCT_NAMES: Final[tuple[Product, ...]] = get_args(Product)


class ProductOff(Refusal):
    """The customer has switched this product off: it makes nothing new; what it found stays."""

    code = "product.off"


class Products(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """On or off. A product that nobody looks at costs a scan a week and hides nothing, so all are
    on from the start.
    """

    driftwatch: bool = True
    denialscope: bool = True
    delayguard: bool = True
    contractiq: bool = True
    authsignal: bool = True

    def is_on(self, product: str) -> bool:
        """A product nobody can switch is on."""
        return bool(getattr(self, product, True))

    def require(self, product: str) -> None:
        """Raises `ProductOff`."""
        if not self.is_on(product):
            raise ProductOff("this product is switched off for this customer", product=product)
