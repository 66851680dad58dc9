"""What writing first costs on each channel, from the settings."""

from collections.abc import Sequence

from bot.channels.bridge.lengths import segments
from bot.channels.bridge.lengths import shown as as_sent
from bot.config import Settings
from handlers.broadcast_costs import Tariff, Tariffs
from handlers.messages import ChannelName


def tariffs_of(settings: Settings) -> Tariffs:
    """The tariffs of this installation."""

    def tariff(channel: str, account: str, messages: Sequence[str]) -> Tariff:
        if channel == ChannelName.ZALO_OA:
            given = settings.zalo_oa
            price, budget = given.message_price, given.monthly_budget
            return Tariff(price, budget, free_first=True, package=True)
        if channel == ChannelName.BRIDGE and account in settings.channels.bridge:
            limits = settings.channels.bridge[account].limits
            each = sum(segments(as_sent(one, limits)) if limits.sms else 1 for one in messages)
            return Tariff(limits.price * each, limits.monthly_budget)
        return Tariff()

    return tariff
