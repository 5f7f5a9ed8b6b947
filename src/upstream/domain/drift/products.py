"""Every product there is, one line each."""

from typing import Final

from upstream.domain.drift.authsignal import AuthSignal
from upstream.domain.drift.contractiq import ContractIQ
from upstream.domain.drift.delayguard import DelayGuard
from upstream.domain.drift.denialscope import DenialScope
from upstream.domain.drift.detection import Detector
from upstream.domain.drift.driftwatch import DriftWatch
from upstream.domain.drift.refusals import ProductUnknown

PRODUCTS: Final[tuple[Detector, ...]] = (
    DriftWatch(),
    DenialScope(),
    DelayGuard(),
    AuthSignal(),
    ContractIQ(),
)


def detector_of(product: str) -> Detector:
    """Raises `ProductUnknown`."""
    for detector in PRODUCTS:
        if detector.product == product:
            return detector
    raise ProductUnknown("there is no such product", product=product)
