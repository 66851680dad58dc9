"""A number for templates by phone is asked for by Zalo's own form, once, where it is of use."""

from pathlib import Path

import pytest
from sqlalchemy import text

from bot.deliverability import OpenChannels
from handlers.messages import NUMBER_FORM, Address, Form, Paragraph, Reply
from handlers.store.contacts import find_contact
from handlers.store.unit_of_work import Store
from handlers.turns import Turn
from handlers.wording.following import ASK_NUMBER
from handlers.wording.zalo_oa import NO_FORM
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.zalo_oa.pushing import LAN, TEMPLATES, details, made, met

CS = "/v3.0/oa/message/cs"
pytestmark = pytest.mark.asyncio


@pytest.fixture
def rich(sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path) -> Line:
    """With money for templates by phone, and a page of its own on the web."""
    line = made(sqlite_store, zalo, tmp_path, templates=TEMPLATES, monthly_budget=1_000)
    line.service.channel._public_url = "https://phuong.example.vn"
    return line


def asks(line: Line) -> None:
    reply = Reply((Paragraph(ASK_NUMBER),), form=Form(NUMBER_FORM))
    line.responder.decide = lambda *_: Turn((reply,))


def wanted(line: Line) -> bool:
    endpoint = line.service.endpoint
    with line.store.read() as work:
        contact = find_contact(work, endpoint, LAN)
    assert contact is not None
    return OpenChannels(line.channels).wants_number(Address(endpoint, contact))


async def test_who_is_asked_gets_zalos_form_and_the_number_is_kept_once_given(rich: Line) -> None:
    async with rich.open():
        await met(rich)
        assert wanted(rich)
        asks(rich)
        await rich.says(LAN, "số", "m2")
        said = await rich.heard(LAN, 3)
        form = rich.zalo.account.person(LAN).hears[2]["attachment"]["payload"]
        assert await rich.post(details(rich, "0901234567")) == 200
        assert "đuôi 567" in (await rich.heard(LAN, 4))[3]
        assert not wanted(rich)

    assert "quá 7 ngày" in said[1]
    assert form["template_type"] == "request_user_info"
    assert form["elements"][0]["image_url"] == "https://phuong.example.vn/static/form.png"
    with rich.store.read() as work:
        assert work.run(text("SELECT count(*) FROM contact_phone")).scalar() == 1


async def test_where_zalo_refuses_the_form_words_say_so(rich: Line) -> None:
    async with rich.open():
        await met(rich)
        asks(rich)
        rich.zalo.account.faults[CS] = [0, -201]
        await rich.says(LAN, "số", "m2")
        assert (await rich.heard(LAN, 3))[2] == NO_FORM


async def test_without_money_or_a_page_nobody_is_asked(
    rich: Line, sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path
) -> None:
    poor = made(sqlite_store, zalo, tmp_path, templates=TEMPLATES)
    poor.service.channel._public_url = "https://phuong.example.vn"
    async with poor.open():
        await met(poor)
    assert not wanted(poor)
    rich.service.channel._public_url = ""
    assert not wanted(rich)
    rich.service.channel._public_url = "https://phuong.example.vn"
    assert wanted(rich)
