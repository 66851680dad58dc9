"""Puts a commune's Zalo bot together: settings, endpoint, quota, links, alarms."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from bot.channels.zalo_bot.client import ZaloBotSettings
from bot.channels.zalo_bot.quota import Quota
from bot.channels.zalo_bot.service import Watch, ZaloBotService
from bot.communes import Served
from bot.config import Settings
from bot.files.pictures import size_of
from bot.keys import read_or_make
from bot.lease import StoredLease
from bot.links import FILE_LIFE, PATH, PHOTO_LIFE, FileLinks
from bot.plugging import Core
from bot.web.links import link_routes
from handlers.alarms import alarm
from handlers.clock import Clock
from handlers.errors import StorageError
from handlers.messages import Attachment, ChannelName
from handlers.quotas import Plan
from handlers.store.outgoing import OutgoingFiles
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from handlers.wording import alarms as wording
from knowledge.commune import Commune

if TYPE_CHECKING:
    from fastapi import FastAPI


class LinkedFiles:
    """Hands files to who cannot take bytes: by links that hold for a while."""

    def __init__(self, links: FileLinks, outgoing: OutgoingFiles) -> None:
        self._links = links
        self._outgoing = outgoing

    async def picture(self, file: Attachment) -> str | None:
        """An address Zalo may fetch it from; None if it is no picture, or gone."""
        data = await asyncio.to_thread(self._outgoing.read, file.key)
        if data is None or not await asyncio.to_thread(size_of, data):
            return None
        return self._links.make(file, PHOTO_LIFE)

    async def link(self, file: Attachment) -> str | None:
        """An address a person may open; None while we have none."""
        return self._links.make(file, FILE_LIFE)


def file_links(settings: Settings, clock: Clock) -> FileLinks:
    """The installation's links to files, sealed with its own key."""
    key = read_or_make(settings.keys.link_path(settings.database.url))
    return FileLinks(key, settings.web.public_url, clock)


def include_links(core: Core, app: "FastAPI") -> FileLinks:
    """The links, and the route that answers them."""
    links = file_links(core.settings, core.clock)
    app.include_router(link_routes(PATH, links.read, core.outgoing.read))
    return links


def bot_settings(settings: Settings, whose: Served) -> ZaloBotSettings:
    """What one commune's bot needs to know."""
    given = settings.zalo_bot
    return ZaloBotSettings(
        token=whose.zalo_bot_token,
        api_url=given.api_url,
        proxy=given.proxy.get_secret_value(),
        webhook_url=given.webhook_url,
        webhook_secret=given.webhook_secret.get_secret_value(),
        public_url=settings.web.public_url,
        guests=whose.guests,
        per_second=given.per_second,
        poll_seconds=given.poll_seconds,
        forbidden_stops=given.forbidden_stops,
        styles=given.styles,
    )


def plan_of(settings: Settings) -> Plan:
    """What the plan bought allows."""
    given = settings.zalo_bot
    return Plan(given.monthly_messages, given.people, given.count_inbound)


def zalo_bot(core: Core, app: "FastAPI", whose: Served, links: FileLinks) -> ZaloBotService:
    """A commune's bot, its channel and its fetcher known to the core."""
    bot = bot_settings(core.settings, whose)
    endpoint = core.endpoint(ChannelName.ZALO_BOT, bot.account, whose.commune)
    alone = core.store.sqlite  # one process serves a SQLite file
    service = ZaloBotService(
        bot,
        endpoint,
        core.clock,
        Quota(core.store, endpoint, core.clock, plan_of(core.settings)),
        outgoing=LinkedFiles(links, core.outgoing),
        lease=None if alone else StoredLease(core.store, endpoint, core.clock),
        alarm=token_alarm(core.store, core.clock, whose.commune, endpoint),
        watch=silence_watch(
            core.store, core.clock, whose.commune, endpoint, core.settings.zalo_bot.silence_hours
        ),
    )
    core.channels[endpoint] = service.channel
    core.fetchers[endpoint] = service.files
    if (route := service.receive_through(core.dispatch)) is not None:
        app.include_router(route)
    return service


def silence_watch(store: Store, clock: Clock, commune: Commune, endpoint: str, hours: int) -> Watch:
    """Tells the administrators, once a day, that the webhook brought nothing for working hours."""
    ward = ward_of(commune)

    def tell(now: datetime) -> None:
        with store.work() as work:
            key = f"silence:{endpoint}:{now:%Y-%m-%d}"
            alarm(work, ward, key, wording.silence(endpoint), now)
            work.commit()

    async def watch(since: datetime) -> None:
        now = clock.now()
        if ward.silent(since, now, hours):
            with suppress(StorageError):
                await asyncio.to_thread(tell, now)

    return watch


def token_alarm(
    store: Store, clock: Clock, commune: Commune, endpoint: str
) -> Callable[[], Awaitable[None]]:
    """Tells the administrators, once a day, that the token is not taken any more.

    What cannot be written is told at the next look, and ends nothing.
    """
    ward = ward_of(commune)

    def tell() -> None:
        now = clock.now()
        with store.work() as work:
            alarm(work, ward, f"token:{endpoint}:{now:%Y-%m-%d}", wording.token(endpoint), now)
            work.commit()

    async def told() -> None:
        with suppress(StorageError):
            await asyncio.to_thread(tell)

    return told
