"""Builds every object once, hands each what it needs, starts and stops them in order."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.alias_job import gate_job
from bot.casework import case_ports, codes_of
from bot.channels.base import Channel, FileFetcher
from bot.channels.web.desk import WebDesk
from bot.channels.web.fetch import WebFiles
from bot.channels.web.send import WebChannel
from bot.collecting import loaded
from bot.communes import ByCommune, Served, served
from bot.config import Settings
from bot.config_zalo_oa import forms_of
from bot.database import check_version, make_engine
from bot.delivery import Delivery
from bot.dispatch import Dispatch
from bot.erased_list import kept_by
from bot.guard import WATCH, RestoreGuard
from bot.knowledge import knowledge_of
from bot.lease import StoredLease
from bot.messengers import messengers
from bot.metrics import Metrics
from bot.moving import moved
from bot.pages import KnowledgePages
from bot.preparing import Preparing
from bot.reading_ports import desk_ports, look_up_ports
from bot.registries.job import register_jobs
from bot.sealing_job import sealing_jobs
from bot.seals import seal_of
from bot.setup import files_folder, mark_path
from bot.standing import Standing
from bot.stopping import stop_on_signals
from bot.taking_over import TakingOver
from handlers.clock import SET_BACK, Clock, SystemClock
from handlers.errors import WrongCommuneError
from handlers.inbox import Inbox
from handlers.incoming import FileDesk
from handlers.leaps import Leaps
from handlers.messages import ChannelName
from handlers.router import Router
from handlers.spent_menus import SpentMenus
from handlers.store.contacts import endpoint_of, ensure_commune, ensure_endpoint
from handlers.store.files import FileStore
from handlers.store.group_topics import GroupTopics
from handlers.store.outgoing import OutgoingFiles
from handlers.store.personal import StoredPersonalRecords
from handlers.store.staff import StoredStaffBook
from handlers.store.staff_menus import StaffMenus
from handlers.store.unit_of_work import Store
from handlers.ward import Ward, ward_of
from knowledge.calendar import Span
from knowledge.commune import Commune
from scheduler.runner import Runner
from scheduler.timetable import LocalJob, timetable, upkeep

if TYPE_CHECKING:
    from fastapi import FastAPI

    from bot.channels.service import Service
    from bot.channels.telegram.service import TelegramService

log = structlog.get_logger(__name__)


class Core:
    """The conversation without any channel: store, knowledge, router, inbox, delivery."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock | None = None,
        others: Sequence[Commune] = (),
    ) -> None:
        """`others` are communes beside the main one; each answers at endpoints of its own."""
        self.settings = settings
        self.clock: Clock = clock or SystemClock()
        self.engine = make_engine(settings.database.url)
        check_version(self.engine)
        self.files = FileStore(files_folder(settings))
        store = Store(self.engine, self.files.free, seal_of(settings))
        self.store = kept_by(store, settings, self.clock)
        self.outgoing = OutgoingFiles(self.store, self.files, self.clock)
        self.knowledge = knowledge_of(settings, self.store, others)
        self.records = StoredPersonalRecords(self.store)
        self.channels: dict[str, Channel] = {}
        cases, self.codes = case_ports(settings, self.store), codes_of(settings, self.store, others)
        look_ups = look_up_ports(settings, self.store, self.channels)
        doors = (look_ups, desk_ports(settings, self.store), cases, self.codes)
        self.router = Router(self.knowledge.at, self.records, StoredStaffBook(self.store), *doors)
        self.responder = ByCommune(self.router)
        self.inbox = Inbox(self.store, self.responder, self.clock)
        self.metrics = Metrics(self.store, self.clock, self.knowledge)
        self.delivery = Delivery(self.store, self.channels, self.clock, results=self.metrics.sends)
        self.fetchers: dict[str, FileFetcher] = {}
        """Who hands out what people send, by endpoint."""
        preparing = Preparing(FileDesk(self.store, self.clock), self.files, self.fetchers)
        timed = self.metrics.handling.observe
        self.dispatch = Dispatch(self.inbox, self.delivery, preparing=preparing, handled_in=timed)
        self.ready = Standing(self.store, self.clock, partial(check_version, self.engine))
        self.ready.knowledge = self.knowledge
        self.ready.parts = {"delivery": self.delivery, "dispatch": self.dispatch}

    def endpoint(self, channel: ChannelName, account: str, commune: Commune | None = None) -> str:
        """Id of a commune's endpoint on a channel, made on first use; the main one's by default.

        Raises:
            WrongCommuneError: the account is known as another commune's.
        """
        owner, now = commune or self.settings.commune, self.clock.now()
        with self.store.work() as work:
            ensure_commune(work, owner.key, owner.name, now)
            endpoint = ensure_endpoint(work, owner.key, channel, account, now)
            known = endpoint_of(work, endpoint).commune
            work.commit()
        self.delivery.hours[endpoint] = Span.parse(owner.calendar.notice_hours)
        if owner.key != self.settings.commune.key:
            if known != owner.key:
                raise WrongCommuneError(endpoint, known)
            router = replace(self.router, knowledge=self.knowledge.of(owner.key))
            self.responder.others[endpoint] = router
        return endpoint

    async def start(self) -> None:
        """Load the knowledge, then take up what an earlier stop left."""
        await asyncio.to_thread(self.knowledge.at, self.clock.now())
        loaded()
        await self.delivery.start()
        await self.dispatch.start()

    async def stop(self) -> None:
        """Finish what is being handled, then what is being sent."""
        await self.dispatch.stop()
        await self.delivery.stop()
        await asyncio.to_thread(self.knowledge.wait)
        self.engine.dispose()


async def serve(
    settings: Settings, announce: Callable[[], None] = lambda: None, clock: Clock | None = None
) -> None:
    """Run everything configured until SIGTERM or SIGINT; `announce` says so once it is true."""
    from bot.web.server import listen, make_server

    opened = listen(settings.web.host, settings.web.port)
    communes = served(settings)
    core = Core(settings, clock, [one.commune for one in communes[1:]])
    mode = settings.registry.mode
    wards = [
        ward_of(one.commune, core.knowledge.of(one.commune.key), mode, forms_of(one.zalo_oa))
        for one in communes
    ]
    app = _web_app(core, wards)
    bots: list[Service] = [_telegram(core, app, one) for one in communes if one.token]
    bots += messengers(core, app, communes)
    core.metrics.bots = core.ready.receivers = bots
    server = make_server(app, settings.web.host, settings.web.port)
    runner = _runner(core, wards, communes)
    for bot in bots:
        await bot.open()
    await core.start()
    runner.start()
    for bot in bots:
        await bot.start()
    stop_on_signals(server)
    log.info("serving", host=settings.web.host, port=settings.web.port, bots=len(bots))
    try:
        announce()
        await server.serve(sockets=[opened])
    finally:
        await _stop(core, runner, bots)
        log.info("stopped")


def _runner(core: Core, wards: Sequence[Ward], communes: Sequence[Served]) -> Runner:
    """The jobs; and nothing of a restored database leaves before a person says so."""
    guard = RestoreGuard(core.store, mark_path(core.settings), core.clock)
    guard.begin()
    core.delivery.guard = guard
    registers = register_jobs(core.store, core.settings, core.clock, communes)
    own = LocalJob("guard.watch", guard.watch, WATCH)
    chores = (
        *upkeep(core.files, core.clock),
        own,
        gate_job(core.settings, [one.commune for one in communes]),
    )
    core.delivery.taking_over = TakingOver(Leaps(core.clock))
    seals, leaps = sealing_jobs(core.settings, wards), Leaps(core.clock, least=SET_BACK)
    jobs = (*timetable(wards), *registers, *seals, *chores)
    return Runner(core.store, core.clock, jobs, guard.held, leaps)


async def _stop(core: Core, runner: Runner, bots: "Sequence[Service]") -> None:
    """Take in nothing more, finish what is under way, then let the clients go."""
    await asyncio.gather(*(bot.stop() for bot in bots))
    runner.shutdown()
    await core.stop()
    core.delivery.guard.end()
    await asyncio.gather(*(bot.close() for bot in bots))


def _web_app(core: Core, wards: Sequence[Ward] = ()) -> "FastAPI":
    from bot.announced import StoredAnnouncements, announced_beside
    from bot.console import console_parts
    from bot.genuine import StoredChecks, checks_beside
    from bot.published import StoredPublications
    from bot.web.app import WebParts, create_app
    from bot.web.ports import WebLimits, WebSettings

    settings = core.settings
    endpoint = core.endpoint(ChannelName.WEB, "web")
    channel = WebChannel(core.store, core.clock)
    core.channels[endpoint] = channel
    core.fetchers[endpoint] = WebFiles(core.files)
    desk = WebDesk(core.store, core.inbox, core.dispatch, channel, core.clock, core.files)
    pages = KnowledgePages(core.knowledge, core.records, core.clock)
    rate = settings.web.messages_per_minute
    limits = WebLimits(
        visitor_burst=rate,
        visitor_per_minute=rate,
        address_burst=5 * rate,
        address_per_minute=10 * rate,
    )
    web = WebSettings(
        endpoint=endpoint,
        public_url=settings.web.public_url,
        trusted_proxies=settings.web.trusted_proxies,
        limits=limits,
        metrics_secret=settings.metrics.secret.get_secret_value(),
    )
    parts = WebParts(
        desk,
        pages,
        settings.commune,
        core.ready,
        core.clock.now,
        core.metrics.text,
        console_parts(settings, core.store, core.files, core.clock, wards),
        StoredPublications(core.store, core.files, settings.commune.key),
        StoredAnnouncements(core.store, settings.commune.key),
        StoredChecks(core.store, settings.commune, core.codes),
        announced_beside(core.store, wards),
        checks_beside(core.store, wards, core.codes),
    )
    return create_app(parts, web)


def _telegram(core: Core, app: "FastAPI", whose: Served) -> "TelegramService":
    from bot.channels.telegram.client import TelegramSettings as Bot
    from bot.channels.telegram.service import TelegramService

    settings, given = core.settings, core.settings.telegram
    bot = Bot(
        token=whose.token,
        api_url=given.api_url,
        proxy=given.proxy.get_secret_value(),
        webhook_url=given.webhook_url,
        webhook_secret=given.webhook_secret.get_secret_value(),
        public_url=settings.web.public_url,
        guests=whose.guests,
        per_second=given.per_second,
        poll_seconds=given.poll_seconds,
    )
    endpoint = core.endpoint(ChannelName.TELEGRAM, bot.account, whose.commune)
    service = TelegramService(
        bot,
        endpoint,
        core.clock,
        outgoing=core.outgoing,
        topics=GroupTopics(core.store),
        menus=StaffMenus(core.store, endpoint),
        history=SpentMenus(core.store),
        shared=None if core.store.sqlite else core.store,
        lease=None if core.store.sqlite else StoredLease(core.store, endpoint, core.clock),
    )
    core.channels[endpoint] = service.channel
    core.fetchers[endpoint] = service.files
    if (route := service.receive_through(core.dispatch, partial(moved, core.store))) is not None:
        app.include_router(route)
    return service
