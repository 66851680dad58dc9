"""Plugs the Official Account into the program: its channel, its route, its alarms."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.channels.zalo_oa.api import OaApi
from bot.channels.zalo_oa.fetch import ZaloOaFiles
from bot.channels.zalo_oa.gate import Gate
from bot.channels.zalo_oa.history import History
from bot.channels.zalo_oa.intake import Intake
from bot.channels.zalo_oa.limits import FORGED_RUN
from bot.channels.zalo_oa.paying import Purse
from bot.channels.zalo_oa.read_back import ReadBack
from bot.channels.zalo_oa.send import ZaloOaChannel
from bot.channels.zalo_oa.service import Watch, ZaloOaService
from bot.channels.zalo_oa.signature import Key
from bot.channels.zalo_oa.templates import Pricing, Template
from bot.channels.zalo_oa.tokens import Alarm
from bot.channels.zalo_oa.uploads import Uploads
from bot.channels.zalo_oa.webhook import Webhook, webhook_path
from bot.communes import Served
from bot.config_zalo_oa import ZaloOaSettings
from bot.plugging import Core
from bot.zalo_oa import pairs_of, sealer_of, tokens_of, wire_of
from handlers.alarms import alarm
from handlers.errors import StorageError
from handlers.messages import ChannelName
from handlers.ward import ward_of
from handlers.wording import zalo_oa as wording
from knowledge.commune import Commune

if TYPE_CHECKING:
    from fastapi import FastAPI


class ZaloOaAccounts:
    """The accounts of the communes of this process; those of one app share its webhook."""

    def __init__(self, core: Core, app: "FastAPI") -> None:
        self._core = core
        self._app = app
        self._webhooks: dict[str, Webhook] = {}

    def open(self, whose: Served) -> ZaloOaService:
        """A commune's account, known to the core and called by its app's webhook."""
        given = whose.zalo_oa
        service, intake = zalo_oa(self._core, whose)
        webhook = self._webhooks.get(given.app_id)
        if webhook is None:
            key = Key(given.app_id, given.oa_secret_key.get_secret_value())
            main = self._core.settings.zalo_oa.app_id
            webhook = Webhook(key, self._core.clock, webhook_path(given.app_id, main))
            self._webhooks[given.app_id] = webhook
            self._app.include_router(webhook.routes())
        webhook.serve(given.oa_id, intake)
        service.receive_through(intake, webhook)
        return service


def zalo_oa(core: Core, whose: Served) -> tuple[ZaloOaService, Intake]:
    """The account, its channel and its fetcher known to the core."""
    settings, given, clock = core.settings, whose.zalo_oa, core.clock
    endpoint = core.endpoint(ChannelName.ZALO_OA, given.oa_id, whose.commune)
    wire, tell = wire_of(given), alarms_of(core, whose.commune, endpoint)
    tokens = tokens_of(given, pairs_of(settings, core.store, endpoint), wire, clock, tell)
    api = OaApi(wire, tokens, given.api_url, tell)
    pricing = pricing_of(given)
    by_phone = pricing.on and any(one.price_phone is not None for one in pricing.templates.values())
    vault = sealer_of(settings) if by_phone else None
    gate = Gate(core.store, endpoint, api, clock, pricing, vault)
    channel = ZaloOaChannel(
        api,
        clock,
        gate,
        Purse(api, gate, given.template_url),
        uploads=Uploads(api, endpoint, core.outgoing),
        public_url=settings.web.public_url,
        per_minute=given.per_minute,
        buttons=given.buttons,
    )
    files = ZaloOaFiles(given.api_url, given.proxy.get_secret_value())
    watch = watch_of(core, whose.commune, tell, given.silence_hours)
    service = ZaloOaService(
        given.oa_id, wire, api, channel, files, clock, endpoint=endpoint, watch=watch
    )
    intake = Intake(
        api,
        endpoint,
        given.oa_id,
        core.dispatch,
        core.store,
        clock,
        step_back=timedelta(minutes=given.step_back_minutes),
        guests=whose.guests,
        vault=vault,
    )
    ids = (endpoint, given.app_id, given.oa_id)
    history = History(api, given.oa_id)
    service.read_back_by(ReadBack(history, intake, core.store, clock, ids, tell))
    core.channels[endpoint] = channel
    core.fetchers[endpoint] = files
    return service, intake


def pricing_of(given: ZaloOaSettings) -> Pricing:
    """What pushes may cost."""
    templates = {
        kind: Template(one.id, one.fields, one.price_uid, one.price_phone)
        for kind, one in given.templates.items()
        if one.id
    }
    return Pricing(given.monthly_budget, given.daily_budget, given.message_price, templates)


def watch_of(core: Core, commune: Commune, tell: Alarm, hours: int | None = None) -> Watch:
    """Tells when no event came for so many working hours: Zalo may have disabled the webhook.

    None: a day's work; 0: never. And when all that comes has a wrong signature: the key is wrong.
    """
    ward = ward_of(commune)

    async def watch(since: datetime, forged: int) -> None:
        if forged >= FORGED_RUN:
            await tell("forged")
        if ward.silent(since, core.clock.now(), hours):
            await tell("silence")

    return watch


def alarms_of(core: Core, commune: Commune, endpoint: str) -> Alarm:
    """Tells the administrators once a day and reason; never fails who asks."""
    ward = ward_of(commune)

    def tell(word: str) -> None:
        now = core.clock.now()
        with core.store.work() as work:
            key = f"zalo:{endpoint}:{word}:{now:%Y-%m-%d}"
            alarm(work, ward, key, wording.alarm(endpoint, word), now)
            work.commit()

    async def told(word: str) -> None:
        with suppress(StorageError):
            await asyncio.to_thread(tell, word)

    return told
