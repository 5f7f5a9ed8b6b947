"""All pages of the console under one router, apart from the API."""

from litestar import Router

from upstream.api.pages.alerts.alert import alert_page
from upstream.api.pages.alerts.alert_commands import acknowledge, judge, reopen, resolve
from upstream.api.pages.alerts.alert_quieting import quieting_pages
from upstream.api.pages.alerts.alert_rule import rule_pages
from upstream.api.pages.alerts.alert_rules import rules_pages as alert_rules_pages
from upstream.api.pages.alerts.alerts import alerts_page
from upstream.api.pages.alerts.channels import channel_pages
from upstream.api.pages.alerts.maintenance import maintenance_pages
from upstream.api.pages.alerts.recoveries import recoveries_page
from upstream.api.pages.audit.audit import audit_router
from upstream.api.pages.claims.claims import claims_router
from upstream.api.pages.contracts.contract import contract_page
from upstream.api.pages.contracts.contract import load as load_rates
from upstream.api.pages.contracts.contract import withdraw as withdraw_schedule
from upstream.api.pages.contracts.contracts import contracts_page
from upstream.api.pages.contracts.contracts import enter as enter_contract
from upstream.api.pages.dashboard.dashboard import dashboard_page
from upstream.api.pages.drift.run import run_pages
from upstream.api.pages.drift.run_commands import run_commands
from upstream.api.pages.drift.runs import runs_page
from upstream.api.pages.frame.entrance_pages import (
    choose_theme,
    home_page,
    sign_in,
    sign_in_page,
    sign_out,
)
from upstream.api.pages.frame.problem_pages import PAGE_EXCEPTION_HANDLERS
from upstream.api.pages.frame.travel import TRAVEL
from upstream.api.pages.frame.visits import VISIT
from upstream.api.pages.identity.customers import customers_pages
from upstream.api.pages.mappings.mappings import mappings_pages
from upstream.api.pages.payers.figures import figures_page
from upstream.api.pages.payers.forecast import forecast_page
from upstream.api.pages.payers.payers import payers_page
from upstream.api.pages.quality.quality import quality_page, report_page
from upstream.api.pages.quality.rules import rules_pages
from upstream.api.pages.remittances.remittances import remittances_pages
from upstream.api.pages.settings.settings import settings_pages
from upstream.api.pages.static_files import static_file
from upstream.api.pages.uploads.upload import (
    answer_question,
    cancel,
    rejected_rows_file,
    upload_page,
    withdraw,
)
from upstream.api.pages.uploads.upload_download import download
from upstream.api.pages.uploads.upload_mapping import mapping_page, take_in
from upstream.api.pages.uploads.upload_refused import refused_rows_page
from upstream.api.pages.uploads.upload_release import release
from upstream.api.pages.uploads.uploads import receive, uploads_page
from upstream.api.pages.worklist.payer_clocks import clocks_page, set_clock
from upstream.api.pages.worklist.worklist import worklist_claims_page, worklist_page
from upstream.api.pages.worklist.worklist_commands import acknowledge as acknowledge_chosen
from upstream.api.pages.worklist.worklist_commands import assign as assign_chosen


def pages_router() -> Router:
    of_a_customer = Router(
        "/customers/{customer:str}",
        route_handlers=[
            dashboard_page,
            runs_page,
            *run_commands,
            *run_pages,
            worklist_page,
            worklist_claims_page,
            acknowledge_chosen,
            assign_chosen,
            clocks_page,
            set_clock,
            recoveries_page,
            alerts_page,
            alert_page,
            acknowledge,
            resolve,
            reopen,
            judge,
            *quieting_pages,
            *rule_pages,
            *alert_rules_pages,
            *maintenance_pages,
            *channel_pages,
            uploads_page,
            receive,
            upload_page,
            rejected_rows_file,
            download,
            answer_question,
            mapping_page,
            take_in,
            refused_rows_page,
            mappings_pages,
            cancel,
            withdraw,
            release,
            claims_router,
            figures_page,
            payers_page,
            forecast_page,
            remittances_pages,
            contracts_page,
            enter_contract,
            contract_page,
            load_rates,
            withdraw_schedule,
            quality_page,
            report_page,
            rules_pages,
            audit_router,
            *settings_pages,
        ],
        dependencies={"visit": VISIT, "travel": TRAVEL},
    )
    return Router(
        "/",
        route_handlers=[
            home_page,
            sign_in_page,
            sign_in,
            sign_out,
            choose_theme,
            static_file,
            *customers_pages,
            of_a_customer,
        ],
        exception_handlers=PAGE_EXCEPTION_HANDLERS,
        include_in_schema=False,
    )
