"""The lines a message we start becomes by text message, for who copies one page of it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from bot.channels.bridge.limits import GatewayLimits
from bot.channels.bridge.render import sms_pages
from bot.communes import served
from bot.config import Settings
from bot.config_errors import SettingsError
from handlers.check_codes import LENGTH, Cuts, shown
from handlers.messages import Paragraph, Reply
from handlers.wording.genuine import code_line


def cuts_of(settings: Settings) -> Cuts:
    """By the gateways of this installation; their settings are read when they are first needed."""

    @cache
    def gateways() -> tuple[GatewayLimits, ...]:
        return tuple(dict.fromkeys(one for one in _limits(settings) if one.sms))

    def cuts(reply: Reply) -> Iterator[str]:
        for limits in gateways():
            yield from lines_by(reply, limits, settings.web.public_url)

    return cuts


def lines_by(reply: Reply, limits: GatewayLimits, public_url: str = "") -> Iterator[str]:
    """The lines of all pages of a message that will wear a code: any is as long as another."""
    code = Paragraph(code_line(shown("C" * LENGTH)))
    pages = sms_pages(replace(reply, blocks=(*reply.blocks, code)), limits, public_url)
    return (line for page in pages for line in page.splitlines())


def _limits(settings: Settings) -> Iterator[GatewayLimits]:
    try:
        yield from (each.limits for one in served(settings) for each in one.gateways)
    except SettingsError:  # a command that needs no gateway runs without their secrets
        yield from (one.limits for one in settings.channels.bridge.values())
