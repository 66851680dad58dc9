"""What Zalo refuses of all templates stops templates, and not the answers citizens wait for."""

from pathlib import Path

import pytest

from handlers.store.unit_of_work import Store
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.zalo_oa.pushing import LAN, TEMPLATES, ended, made, met, push, spent
from tests.zalo_oa.test_alarms import line as with_administrator
from tests.zalo_oa.test_alarms import told

BY_UID = "/v3.0/oa/message/template"
MINH, HOA = "9001", "9002"
pytestmark = pytest.mark.asyncio
line = with_administrator


@pytest.fixture
def rich(line: Line, zalo: ZaloOaServer, tmp_path: Path, sqlite_store: Store) -> Line:
    """With money for templates, and an administrator who reads Telegram."""
    zalo.account.quotas["sub_quota"] = 0
    return made(sqlite_store, zalo, tmp_path / "rich", templates=TEMPLATES, monthly_budget=1_000)


@pytest.mark.parametrize("code", [-115, -120, -135, -138, -224, -235])
async def test_a_template_without_zbs_money_silences_nobody(rich: Line, code: int) -> None:
    rich.zalo.account.faults[BY_UID] = [code]
    async with rich.open():
        await met(rich)
        await met(rich, MINH)
        rich.move(days=8)
        push(rich)
        await rich.eventually(lambda: ended(rich) == ("queued", "again"))
        push(rich, "n2", to=MINH)
        await rich.eventually(lambda: ended(rich, "n2") == ("queued", "again"))
        assert await rich.says(HOA, "chào em") == 200
        assert (await rich.heard(HOA))[-1] == "chào em"
        assert rich.zalo.account.calls[BY_UID] == 1  # the second one was not even tried
        assert rich.service.figures()["templates_stopped"] == 1
        assert rich.service.figures()["stopped"] == 0
        rich.move(minutes=31)
        await rich.eventually(lambda: {ended(rich)[0], ended(rich, "n2")[0]} == {"sent"})

    (said,) = told(rich)
    assert f"lỗi {code}" in said
    assert "vẫn gửi bình thường" in said
    assert spent(rich) == 200
    assert rich.service.figures()["templates_stopped"] == 0


async def test_a_token_only_templates_refuse_is_renewed_once_and_words_go_on(rich: Line) -> None:
    rich.zalo.account.faults[BY_UID] = [-124, -124]
    async with rich.open():
        await met(rich)
        await met(rich, MINH)
        issued = rich.zalo.account.issued
        rich.move(days=8)
        rich.log_in()
        push(rich)
        await rich.eventually(lambda: ended(rich) == ("queued", "again"))
        push(rich, "n2", to=MINH)
        await rich.eventually(lambda: ended(rich, "n2") == ("queued", "again"))
        assert await rich.says(LAN, "chào em", "m2") == 200
        await rich.eventually(lambda: "chào em" in rich.zalo.account.person(LAN).texts)

    assert rich.zalo.account.issued == issued + 2  # the login, and one refresh
    assert rich.zalo.account.calls[BY_UID] == 2
    assert [("-124" in said, "tin mẫu" in said) for said in told(rich)] == [(True, True)]
