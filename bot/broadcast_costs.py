"""What writing first costs and allows on each channel, from the settings of every commune."""

from collections.abc import Sequence

from bot.channels.bridge.lengths import segments
from bot.channels.bridge.lengths import shown as as_sent
from bot.channels.bridge.limits import GatewayLimits, Push
from bot.communes import Served
from bot.config_zalo_oa import OF_NEWS, ZaloOaSettings
from handlers.broadcast_costs import Tariff, Tariffs, TemplatePrice
from handlers.messages import ChannelName


def tariffs_of(communes: Sequence[Served]) -> Tariffs:
    """The tariffs of this installation: each account's and each gateway's own."""
    accounts = {one.zalo_oa.oa_id: one.zalo_oa for one in communes if one.zalo_oa.on}
    gateways = {each.name: each.limits for one in communes for each in one.gateways}

    def tariff(channel: str, account: str, messages: Sequence[str]) -> Tariff:
        if channel == ChannelName.ZALO_OA and account in accounts:
            return _account(accounts[account], max(1, len(messages)))
        if channel == ChannelName.BRIDGE and account in gateways:
            return _gateway(gateways[account], messages)
        return Tariff()

    return tariff


def _account(given: ZaloOaSettings, messages: int) -> Tariff:
    """Each message of a text costs.

    A template goes by user id where it has a price for that, else to who gave a number.
    """
    prices = {
        kind: (one, one.price_phone if one.price_uid is None else one.price_uid)
        for kind, one in given.templates.items()
        if one.id and kind in OF_NEWS
    }
    templates = {
        kind: TemplatePrice(one.id, price, one.fields, by_phone=one.price_uid is None)
        for kind, (one, price) in prices.items()
        if price is not None
    }
    return Tariff(
        given.message_price * messages,
        given.monthly_budget,
        given.daily_budget,
        free_first=True,
        package=True,
        templates=templates,
    )


def _gateway(limits: GatewayLimits, messages: Sequence[str]) -> Tariff:
    each = sum(segments(as_sent(one, limits)) if limits.sms else 1 for one in messages)
    return Tariff(
        limits.price * each,
        limits.monthly_budget,
        window=limits.window if limits.push is Push.WINDOW else None,
        pushes=limits.push is not Push.NEVER,
    )
