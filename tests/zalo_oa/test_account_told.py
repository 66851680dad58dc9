"""What Zalo tells of the account is said where somebody looks: `doctor`, and `/readyz`."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.checkup import Weight
from bot.config_zalo_oa import TemplateSettings
from bot.zalo_oa_check import zalo_oa_findings
from handlers.store import zalo_about, zalo_oa
from handlers.store.unit_of_work import Store
from handlers.zalo_account import AboutOa
from knowledge.calendar import local
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.server import ZaloOaServer

TEMPLATES = {"ready": TemplateSettings(id="t1", price_uid=100)}
WARD = AboutOa("Phường Thử Nghiệm", "4", verified=True, package="Growth", zbs=True)


def found(line: Line, about: AboutOa | None, *, older: bool = False) -> dict[str, Weight]:
    """What `doctor` says of an account that told this."""
    with line.store.work() as work:
        if about is not None:
            zalo_about.tell(work, line.service.endpoint, about, line.clock.now())
        if older:
            zalo_oa.use_api(work, line.service.endpoint, "v2")
        work.commit()
    findings = zalo_oa_findings(line.settings, line.store, line.clock.now())
    return {one.text: one.weight for one in findings}


@pytest.fixture
def given() -> dict[str, Any]:
    return {"monthly_budget": 1_000, "templates": TEMPLATES}


@pytest.fixture
def line(sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path, given: dict[str, Any]) -> Line:
    line = Line(sqlite_store, zalo, tmp_path, **given)
    line.log_in()
    return line


def weight(told: dict[str, Weight], words: str) -> Weight | None:
    return next((weight for said, weight in told.items() if words in said), None)


def test_doctor_says_when_nobody_has_told_yet(line: Line) -> None:
    assert weight(found(line, None), "Zalo chưa cho biết loại tài khoản") is Weight.LOOK


def test_doctor_names_type_and_package_and_the_call_that_serves_it(line: Line) -> None:
    told = found(line, WARD)
    assert weight(told, "chính quyền, đã xác thực), gói Growth, đã nối ZBS") is Weight.GOOD
    assert weight(told, "v2") is None
    assert weight(found(line, WARD, older=True), "lời gọi v2") is Weight.GOOD


def test_doctor_finds_templates_that_no_zbs_account_pays_for(line: Line) -> None:
    without = AboutOa("Phường", "4", verified=False, package="", zbs=False)
    told = found(line, without)
    assert weight(told, "CHƯA xác thực") is Weight.LOOK
    assert weight(told, "chưa nối tài khoản ZBS") is Weight.WRONG


@pytest.mark.parametrize("given", [{"monthly_budget": 0, "templates": TEMPLATES}, {}])
def test_without_budget_or_templates_no_zbs_account_is_missed(line: Line) -> None:
    without = AboutOa("Phường", "4", verified=True, package="Growth", zbs=False)
    assert weight(found(line, without), "chưa nối tài khoản ZBS") is None


@pytest.mark.asyncio
async def test_readyz_names_what_the_account_is(line: Line) -> None:
    assert line.service.described == "not told yet"
    async with line.open():
        await line.eventually(lambda: line.service.described != "not told yet")
    assert line.service.described == (
        "government, verified, package Growth, not linked to ZBS, messages by v3"
    )


@pytest.mark.asyncio
async def test_doctor_says_when_the_webhook_last_brought_something_and_what_waits(
    line: Line,
) -> None:
    async with line.open():
        await line.eventually(lambda: line.service.health.well)
        came = line.clock.now()
        await line.says("7", "chào")
        await line.heard("7")
        await line.quiet()
        line.zalo.account.faults["/v3.0/oa/message/cs"] = [-224]
        await line.says("8", "còn đó không")
        await line.eventually(lambda: "chờ gửi 1" in " ".join(now(line)))
    told = now(line)
    assert weight(told, f"tin đến gần nhất: {local(came):%H:%M %d/%m}") is Weight.GOOD
    assert weight(told, "đang chờ trả lời 0, xử lý lỗi 0, chờ gửi 1, tạm giữ 0.") is Weight.GOOD
    assert weight(told, "gói Growth, 0 người quan tâm") is Weight.GOOD
    assert weight(told, "Zalo cho gọi thêm 3999 lần trong phút.") is Weight.GOOD


def now(line: Line) -> dict[str, Weight]:
    findings = zalo_oa_findings(line.settings, line.store, line.clock.now())
    return {one.text: one.weight for one in findings}


def test_what_another_version_kept_is_read(line: Line) -> None:
    told = '{"name": "P", "kind": "4", "verified": true, "package": "", "zbs": false, "new": 1}'
    with line.store.work() as work:
        work.run(text("UPDATE zalo_oa SET about = :told, about_at = issued_at"), {"told": told})
        (found,) = zalo_about.accounts(work)
    assert (found.about.name, found.about.followers) == ("P", None)
