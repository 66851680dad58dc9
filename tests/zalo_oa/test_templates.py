"""The shipped templates: whole as they stand, an id and a price away from being sent."""

from pathlib import Path

import pytest

from bot.config_zalo_oa import FACTS, TemplateSettings, ZaloOaSettings
from bot.zalo_oa_check import missing_of
from handlers.check_codes import Seal
from handlers.messages import CODE_FACT
from handlers.notice_kinds import NoticeKind
from handlers.store.unit_of_work import Store
from handlers.wording.notice_facts import NoticeFacts, form
from handlers.wording.zalo_templates import SHIPPED
from knowledge.calendar import local
from knowledge.dossiers.dossier import Apology
from tests.fakes.shipped import shipped_base
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.product import product
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.fakes.zalo_oa.templates import Template
from tests.fakes.zalo_oa.terminal import Terminal
from tests.knowledge.dossiers import lives
from tests.zalo_oa.pushing import LAN, met, pushed

COMMUNE = shipped_base().commune
MOVED = Apology(lives.at("2026-11-25 09:00"), lives.at("2026-12-04 17:00"), "chờ xác minh")
DOSSIER = lives.dossier("registered 2026-11-19 08:00", apologies=(MOVED,))
CLOSING = local(lives.at("2026-11-30 17:00")).date()


def test_ready_supplement_and_apology_are_shipped_with_their_fields_and_samples() -> None:
    assert set(SHIPPED) == {NoticeKind.READY, NoticeKind.SUPPLEMENT, NoticeKind.APOLOGY}
    for draft in SHIPPED.values():
        assert draft.named == set(draft.fields) == set(draft.samples)
        assert set(draft.fields.values()) <= FACTS | {CODE_FACT}
        assert CODE_FACT in draft.fields.values()
        assert all(draft.samples.values())
        assert draft.tag in {1, 2}  # 3 is promotion: barred at night


@pytest.mark.parametrize("kind", list(SHIPPED))
@pytest.mark.asyncio
async def test_with_an_id_and_a_price_alone_a_notice_goes_as_its_template(
    sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path, kind: NoticeKind
) -> None:
    given = {kind.value: TemplateSettings(id="t1", price_uid=100)}
    settings = ZaloOaSettings(templates=given)
    sqlite_store.seal = Seal(lambda: bytes(32))
    line = Line(sqlite_store, zalo, tmp_path, templates=settings.templates, monthly_budget=1_000)
    line.log_in()
    zalo.account.templates["t1"] = Template("t1", tuple(SHIPPED[kind].fields))
    notice = form(kind, NoticeFacts(DOSSIER, COMMUNE, CLOSING))
    async with line.open():
        await met(line)
        line.move(days=8)
        assert await pushed(line, form=notice) == ("sent", None)

    sent = zalo.account.person(LAN).hears[-1]["template"]["template_data"]
    assert set(sent) == set(SHIPPED[kind].fields)
    assert all(sent.values())
    if kind is NoticeKind.APOLOGY:
        assert sent["hen_moi"] == "04/12/2026"


@pytest.mark.asyncio
async def test_a_template_without_its_id_is_not_sent(
    sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path
) -> None:
    given = ZaloOaSettings(templates={"ready": TemplateSettings(price_uid=100)}).templates
    line = Line(sqlite_store, zalo, tmp_path, templates=given, monthly_budget=1_000)
    line.log_in()
    async with line.open():
        await met(line)
        line.move(days=8)
        assert await pushed(line) == ("withheld", "window")


def test_what_the_settings_name_stands() -> None:
    given = {"x": "ma", "ma_tin": "ma_kiem_tra"}
    own = TemplateSettings(id="1", fields=given, price_uid=1)
    none = TemplateSettings(fields={}, price_uid=1)
    made = ZaloOaSettings(templates={"ready": own, "apology": none}).templates
    assert made["ready"].fields == given
    assert made["apology"].fields == {}


@pytest.mark.parametrize("kind", ["ready", "broadcast.tax"])
def test_an_approved_template_without_the_check_code_is_refused(kind: str) -> None:
    bare = {"x": "ma" if kind == "ready" else "ngay"}
    with pytest.raises(ValueError, match="ma_kiem_tra"):
        ZaloOaSettings(templates={kind: TemplateSettings(id="1", fields=bare)})
    whole = {**bare, "ma_tin": "ma_kiem_tra"}
    assert ZaloOaSettings(templates={kind: TemplateSettings(id="1", fields=whole)}).templates
    assert ZaloOaSettings(templates={kind: TemplateSettings(fields=bare)}).templates


def test_what_is_missing_is_named() -> None:
    full = TemplateSettings(id="1", price_uid=100)
    given = {"ready": full, "supplement": TemplateSettings(id="2")}
    found = list(missing_of(ZaloOaSettings(templates=given), COMMUNE))
    assert [one for one in found if "ready" in one] == []
    assert ["giá" in one for one in found if "supplement" in one] == [True]
    assert ["mã Zalo" in one or "giá" in one for one in found if "apology" in one] == [True, True]
    assert len(found) == 3


def test_the_command_tells_what_is_missing_and_what_to_hand_in(
    folder: Path, zalo: ZaloOaServer
) -> None:
    terminal = Terminal(product(folder, zalo))
    code, said = terminal.run("check")
    assert (code, "monthly_budget" in said) == (0, True), said
    terminal._env["MOTCUA_ZALO_OA__MONTHLY_BUDGET"] = "1000"
    code, said = terminal.run("check")
    assert code == 1
    assert all(f"zalo_oa.templates.{kind}.id" in said for kind in SHIPPED), said
    code, said = terminal.run("templates")
    assert code == 0
    assert all(draft.text in said for draft in SHIPPED.values())
