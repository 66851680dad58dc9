"""What the flows about a dossier read, from settings and store: a look-up, an officer's desk."""

from collections.abc import Mapping
from functools import cache, partial

from bot.casework import tickets_of
from bot.channels.base import Channel
from bot.communes import served
from bot.config import Settings
from bot.deliverability import OpenChannels
from bot.registries.wiring import dossiers_of, factor_key
from handlers.broadcasts.news_book import StoredNewsBook
from handlers.broadcasts.previewing import ChannelPorts
from handlers.desk_context import DeskPorts
from handlers.dossier_ports import LookUpPorts
from handlers.store.duties import StoredDuties
from handlers.store.follow_book import StoredFollows
from handlers.store.joins import StoredJoins
from handlers.store.lookups import StoredLookUps
from handlers.store.ratings import StoredRatings
from handlers.store.unit_of_work import Store


def look_up_ports(settings: Settings, store: Store, channels: Mapping[str, Channel]) -> LookUpPorts:
    """What a citizen's look-up reads; `channels` are those open now, by endpoint."""
    return LookUpPorts(
        dossiers_of(settings, store),
        StoredLookUps(store, factor_key(settings)),
        StoredFollows(store),
        StoredRatings(store),
        OpenChannels(channels),
        StoredJoins(store),
    )


def desk_ports(settings: Settings, store: Store) -> DeskPorts:
    """What an officer's desk in their chat reads."""
    return DeskPorts(
        StoredDuties(store),
        settings.registry.mode,
        tickets_of(settings),
        factor_key(settings),
        StoredNewsBook(store, cache(partial(_channel_ports, settings))),
        dossiers_of(settings, store),
    )


def _channel_ports(settings: Settings) -> ChannelPorts:
    """What channels show and cost; loaded when somebody previews, not at every start."""
    from bot.broadcast_costs import tariffs_of
    from bot.broadcast_preview import looks_of

    communes = served(settings)
    return ChannelPorts(looks_of(communes, settings.web.public_url), tariffs_of(communes))
