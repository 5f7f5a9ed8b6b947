"""With ContractIQ switched off nobody enters or changes a contract; what is there stays."""

import pytest
from tests.support.claim_log import context_of
from tests.support.taking_in import SECRET

from upstream.application.contracts.keeping import enter_contract, revise_contract
from upstream.application.settings import change_settings
from upstream.domain.contracts.events import Terms
from upstream.domain.settings.customer_settings import ChangeSettings
from upstream.domain.settings.products import ProductOff, Products
from upstream.domain.units import CustomerId
from upstream.infrastructure.database import Database
from upstream.infrastructure.log import EventLog


@pytest.mark.feature("ID-9", "DR-4")
def test_contracts_rest_while_contractiq_is_off(
    database: Database, customer_id: CustomerId
) -> None:
    log, context = EventLog(database), context_of(customer_id)
    known = enter_contract(log, context, payer="Aetna")
    off = ChangeSettings(products=Products(contractiq=False))
    change_settings(log, SECRET, context, off)
    head = log.head(customer_id)

    with pytest.raises(ProductOff):
        enter_contract(log, context, payer="Cigna")
    with pytest.raises(ProductOff):
        revise_contract(log, context, known.id, Terms())
    assert log.head(customer_id) == head
    assert len(log.read(customer_id, known.id)) == 1
