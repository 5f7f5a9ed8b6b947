"""The API as one application: every router named here, everything put together on start."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from threading import BoundedSemaphore
from types import FrameType
from typing import Final

import uvicorn
from litestar import Litestar, Router
from litestar.config.compression import CompressionConfig

from upstream.api.access import authorize
from upstream.api.commands.alerts import alert_commands
from upstream.api.commands.auth import auth_router
from upstream.api.commands.contracts import contract_commands
from upstream.api.commands.deliveries import delivery_commands
from upstream.api.commands.drift import drift_commands
from upstream.api.commands.judgments import judgment_commands
from upstream.api.commands.mappings import header_mapping_commands, name_commands
from upstream.api.commands.quality import quality_commands
from upstream.api.commands.settings import settings_commands
from upstream.api.commands.uploads import upload_commands
from upstream.api.commands.worklist import set_clock
from upstream.api.composition import composed
from upstream.api.dependencies import DEPENDENCIES
from upstream.api.docs.openapi import OPENAPI, document_problems
from upstream.api.docs.pages import docs_router
from upstream.api.envelope import enveloped
from upstream.api.metrics import metrics
from upstream.api.pages.drift.run import REPEATS_AT_ONCE
from upstream.api.pages.router import pages_router
from upstream.api.parameters import refuse_unknown_parameters, remember_parameters
from upstream.api.problems import EXCEPTION_HANDLERS
from upstream.api.queries.alerts import alerts_router
from upstream.api.queries.audit import audit_router
from upstream.api.queries.claims import claims_router
from upstream.api.queries.contracts import contracts_router
from upstream.api.queries.dashboard import dashboard_document
from upstream.api.queries.deliveries import deliveries_router
from upstream.api.queries.drift import drift_router
from upstream.api.queries.figures import figures_router
from upstream.api.queries.forecast import forecasts_document
from upstream.api.queries.health import health_router
from upstream.api.queries.mappings import mappings_router
from upstream.api.queries.me import me
from upstream.api.queries.personal import personal_data
from upstream.api.queries.quality import quality_router
from upstream.api.queries.refused_rows import refused_rows
from upstream.api.queries.remittances import remittances_router
from upstream.api.queries.settings import settings as customer_settings
from upstream.api.queries.stream import stream
from upstream.api.queries.upload_file import upload_file
from upstream.api.queries.uploads import uploads_router
from upstream.api.queries.worklist import worklist_router
from upstream.api.stream.feeds import Feeds
from upstream.infrastructure.passwords import AT_ONCE
from upstream.infrastructure.settings import Settings

THREADS: Final = 40
"""Requests that may wait for the database, or for a position, at once."""
BODY_BYTES_MAX: Final = 1_000_000
"""Of a command. An upload's route has a limit of its own."""
GRACE_SECONDS: Final = 10


def create_app(settings: Settings) -> Litestar:
    app = Litestar(
        route_handlers=[
            auth_router,
            me,
            customer_router(),
            health_router,
            metrics,
            docs_router,
            pages_router(),
        ],
        lifespan=[_lifespan],
        dependencies=DEPENDENCIES,
        guards=[authorize],
        before_request=refuse_unknown_parameters,
        exception_handlers=EXCEPTION_HANDLERS,
        openapi_config=OPENAPI,
        compression_config=CompressionConfig(
            # Live updates go out as they come, not when a buffer is full.
            backend="gzip",
            minimum_size=1_000,
            exclude=r"^/api/v1/customers/[^/]+/stream$",
            exclude_opt_key="sent_as_is",
        ),
        request_max_body_size=BODY_BYTES_MAX,
        logging_config=None,
        debug=False,
    )
    app.state.settings = settings
    remember_parameters(app)
    document_problems(app)
    app.asgi_handler = enveloped(app.asgi_handler)
    return app


def customer_router() -> Router:
    """Everything about one customer, by its id or its short name."""
    commands = Router(
        "/",
        route_handlers=[
            upload_commands,
            alert_commands,
            judgment_commands,
            delivery_commands,
            drift_commands,
            quality_commands,
            name_commands,
            header_mapping_commands,
            contract_commands,
            settings_commands,
            set_clock,
        ],
        tags=["Commands"],
    )
    queries = Router(
        "/",
        route_handlers=[
            dashboard_document,
            uploads_router,
            upload_file,
            claims_router,
            figures_router,
            forecasts_document,
            remittances_router,
            drift_router,
            alerts_router,
            stream,
            deliveries_router,
            audit_router,
            mappings_router,
            contracts_router,
            refused_rows,
            personal_data,
            quality_router,
            customer_settings,
            worklist_router,
        ],
        tags=["Queries"],
    )
    return Router("/api/v1/customers/{customer:str}", route_handlers=[commands, queries])


def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT, then finish what was begun."""
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    _Server(config, app).run()


class _Server(uvicorn.Server):
    """Lets the listeners of live updates go first: their answers would never end by themselves."""

    def __init__(self, config: uvicorn.Config, app: Litestar) -> None:
        super().__init__(config)
        self._app = app

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        feeds: Feeds | None = self._app.state.get("feeds")
        if feeds is not None:
            feeds.stop()
        super().handle_exit(sig, frame)


@asynccontextmanager
async def _lifespan(app: Litestar) -> AsyncIterator[None]:
    """From start to stop; an application that was stopped may start again."""
    threads = ThreadPoolExecutor(THREADS, thread_name_prefix="request")
    asyncio.get_running_loop().set_default_executor(threads)
    settings: Settings = app.state.settings
    with composed(settings) as parts:
        app.state.parts = parts
        app.state.feeds = Feeds(parts.views)
        app.state.sign_in_turns = asyncio.Semaphore(AT_ONCE)
        app.state.repeat_turns = BoundedSemaphore(REPEATS_AT_ONCE)
        yield
