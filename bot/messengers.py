"""The channels beside the web and Telegram; each is loaded only where it is configured."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.communes import Served

if TYPE_CHECKING:
    from fastapi import FastAPI

    from bot.channels.service import Service
    from bot.links import FileLinks
    from bot.plugging import Core


def messengers(core: "Core", app: "FastAPI", communes: Sequence[Served]) -> "list[Service]":
    """All of them, their channels known to the core and their routes to the web."""
    links = _links(core, app, communes)
    return [
        *_zalo_bots(core, app, communes, links),
        *_zalo_oa(core, app, communes),
        *_gateways(core, app, communes, links),
    ]


def _links(core: "Core", app: "FastAPI", communes: Sequence[Served]) -> "FileLinks | None":
    """Links to files, where a channel hands files over so."""
    if not any(one.zalo_bot_token or one.gateways for one in communes):
        return None
    from bot.zalo_bot import include_links

    return include_links(core, app)


def _zalo_bots(
    core: "Core", app: "FastAPI", communes: Sequence[Served], links: "FileLinks | None"
) -> "list[Service]":
    ours = [one for one in communes if one.zalo_bot_token]
    if not ours or links is None:
        return []
    from bot.zalo_bot import zalo_bot

    return [zalo_bot(core, app, one, links) for one in ours]


def _gateways(
    core: "Core", app: "FastAPI", communes: Sequence[Served], links: "FileLinks | None"
) -> "list[Service]":
    if links is None or not any(one.gateways for one in communes):
        return []
    from bot.bridge import bridge
    from bot.channels.bridge.webhook import Doors
    from bot.zalo_bot import LinkedFiles

    doors, files = Doors(), LinkedFiles(links, core.outgoing)
    app.include_router(doors.routes())
    return [
        bridge(core, doors, one, gateway, files) for one in communes for gateway in one.gateways
    ]


def _zalo_oa(core: "Core", app: "FastAPI", communes: Sequence[Served]) -> "list[Service]":
    ours = [one for one in communes if one.zalo_oa.on]
    if not ours:
        return []
    from bot.zalo_oa_channel import ZaloOaAccounts

    accounts = ZaloOaAccounts(core, app)
    return [accounts.open(one) for one in ours]
