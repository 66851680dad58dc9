"""All groups of console pages. A new group is one module and one line here."""

from fastapi import APIRouter

from bot.web.console.account import account_routes
from bot.web.console.agenda import agenda_routes
from bot.web.console.audit import audit_routes
from bot.web.console.broadcast_acts import broadcast_act_routes
from bot.web.console.broadcast_calls import call_routes
from bot.web.console.broadcast_surfaces import surface_routes
from bot.web.console.broadcast_templates import broadcast_template_routes
from bot.web.console.broadcasts import broadcast_routes
from bot.web.console.case_acts import case_act_routes
from bot.web.console.case_pages import case_routes
from bot.web.console.corrections import correction_routes
from bot.web.console.dossiers import dossier_routes
from bot.web.console.entering import entering_routes
from bot.web.console.gate import Gate
from bot.web.console.in_time import in_time_routes
from bot.web.console.inbox import inbox_routes
from bot.web.console.publishing import publishing_routes
from bot.web.console.rechecking import recheck_routes
from bot.web.console.reporter import reporter_routes
from bot.web.console.seats import ConsoleParts
from bot.web.console.shelf import shelf_routes
from bot.web.console.sign_in import sign_in_routes
from bot.web.console.slips import slip_routes
from bot.web.console.teaching import teaching_routes
from bot.web.console.teaching_one import question_routes
from bot.web.console.undelivered import undelivered_routes
from bot.web.console.vault import vault_routes
from bot.web.templating import Pages
from bot.web.visitors import Origins


def console_routes(parts: ConsoleParts, pages: Pages, origins: Origins) -> APIRouter:
    """The console."""
    gate, routes = Gate(parts, pages, origins), APIRouter()
    groups = (
        sign_in_routes,
        account_routes,
        inbox_routes,
        case_routes,
        reporter_routes,
        publishing_routes,
        case_act_routes,
        entering_routes,
        agenda_routes,
        shelf_routes,
        in_time_routes,
        slip_routes,
        dossier_routes,
        broadcast_routes,
        call_routes,
        surface_routes,
        broadcast_act_routes,
        broadcast_template_routes,
        correction_routes,
        recheck_routes,
        teaching_routes,
        question_routes,
        undelivered_routes,
        audit_routes,
        vault_routes,
    )
    for group in groups:
        routes.include_router(group(gate))
    return routes
