"""Puts a commune's gateways together: settings, endpoint, secrets, alarms."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.channels.bridge.client import Gateway
from bot.channels.bridge.fetch import BridgeFiles
from bot.channels.bridge.health import Health
from bot.channels.bridge.intake import Intake
from bot.channels.bridge.purse import Purse
from bot.channels.bridge.send import BridgeChannel, Files
from bot.channels.bridge.service import BridgeService
from bot.channels.bridge.webhook import Door, Doors
from bot.communes import Served
from bot.config_bridge import NamedGateway
from bot.plugging import Core
from handlers.alarms import alarm
from handlers.clock import Clock
from handlers.errors import StorageError
from handlers.messages import ChannelName
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from handlers.wording import alarms as wording
from knowledge.commune import Commune


def bridge(
    core: Core, doors: Doors, whose: Served, given: NamedGateway, files: Files | None
) -> BridgeService:
    """A gateway, its channel and its fetcher known to the core, its way in to the routes."""
    store, clock = core.store, core.clock
    endpoint = core.endpoint(ChannelName.BRIDGE, given.name, whose.commune)
    health, gateway = Health(endpoint, clock), Gateway(given.url, given.keys, clock)
    channel = BridgeChannel(
        gateway,
        given.limits,
        Purse(store, endpoint, clock, given.limits),
        health,
        clock,
        files=files,
        public_url=core.settings.web.public_url,
        alarm=key_alarm(store, clock, whose.commune, given.name),
    )
    intake = Intake(
        endpoint,
        core.dispatch,
        store,
        health,
        clock,
        guests=whose.guests,
        paged=given.limits.sms,
    )
    door = Door(given.keys, intake, clock)
    doors.by_name[given.name] = door
    core.channels[endpoint] = channel
    core.fetchers[endpoint] = BridgeFiles(given.url)
    return BridgeService(
        given.name, gateway, channel, door, health=health, store=store, clock=clock
    )


def key_alarm(
    store: Store, clock: Clock, commune: Commune, name: str
) -> Callable[[], Awaitable[None]]:
    """Tells the administrators, once a day, that a gateway does not take our signature."""
    ward = ward_of(commune)

    def tell() -> None:
        now = clock.now()
        with store.work() as work:
            key = f"bridge:{name}:{now:%Y-%m-%d}"
            alarm(work, ward, key, wording.gateway(name), now)
            work.commit()

    async def told() -> None:
        with suppress(StorageError):
            await asyncio.to_thread(tell)

    return told
