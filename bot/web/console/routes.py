"""All groups of console pages. A new group is one module and one line here."""

from fastapi import APIRouter

from bot.web.console.account import account_routes
from bot.web.console.gate import Gate
from bot.web.console.seats import ConsoleParts
from bot.web.console.sign_in import sign_in_routes
from bot.web.templating import Pages
from bot.web.visitors import Origins


def console_routes(parts: ConsoleParts, pages: Pages, origins: Origins) -> APIRouter:
    """The console."""
    gate, routes = Gate(parts, pages, origins), APIRouter()
    for group in (sign_in_routes, account_routes):
        routes.include_router(group(gate))
    return routes
