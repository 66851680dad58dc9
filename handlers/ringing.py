"""Which channels ring: a message there may wake somebody."""

from typing import Final

from handlers.messages import ChannelName

SILENT: Final = frozenset({ChannelName.WEB, ChannelName.TERMINAL})
"""Channels that ring nowhere: a line on a page disturbs nobody's sleep."""


def rings(channel: str) -> bool:
    """Whether a message there may wake somebody."""
    return channel not in SILENT
