"""What we start by text message says its check code on every page, and each page is known again."""

from pathlib import Path

import pytest

from bot.channels.bridge.limits import GatewayLimits, Unit
from bot.channels.bridge.render import parts_of, sms_pages
from bot.channels.terminal.render import reply_text
from bot.config import load_settings
from bot.seals import seal_of
from bot.text_cuts import lines_by
from handlers.check_codes import Seal, codes_in
from handlers.genuine import Found, Verdict, check
from handlers.genuine_ports import GenuinePorts
from handlers.messages import Button, Heading, Paragraph, Reply
from handlers.store import contacts
from handlers.store.check_codes import StoredCodes, keep, stamped
from handlers.store.states import OutboxKind
from handlers.store.unit_of_work import Store
from handlers.wording.guide import SAMPLE_MARK
from knowledge.sms import count
from tests.bot.test_config import GOOD
from tests.fakes.clock import FakeClock
from tests.handlers.genuine.street import BASE

COMMUNE = BASE.commune
SENTENCE = "Chiều thứ năm từ 13 giờ đến 17 giờ ngành điện sửa lưới, tổ {n} mất điện nhé. "
LONG = "".join(SENTENCE.format(n=number) for number in range(1, 12))


def letter(length: int, *, sample: bool = False) -> Reply:
    mark = (Paragraph(SAMPLE_MARK),) if sample else ()
    why = Paragraph("Anh/chị nhận tin này vì đã đăng ký nhận tin.")
    said = Paragraph(LONG[:length].strip())
    return Reply(
        (Heading("Tin của Phường Mẫu"), said, why, *mark), (Button("Thôi nhận", "unnews"),)
    )


def sms(segments: int, *, marks: bool) -> GatewayLimits:
    return GatewayLimits(unit=Unit.SMS, segments=segments, marks=marks)


@pytest.mark.parametrize("sample", [True, False])
@pytest.mark.parametrize("length", [20, 84, 300, 854])
@pytest.mark.parametrize("marks", [True, False])
@pytest.mark.parametrize("segments", [1, 2, 3])
def test_every_page_wears_the_code_and_keeps_its_segments(
    segments: int, marks: bool, length: int, sample: bool
) -> None:
    worn, _ = stamped(
        Seal(lambda: bytes(32)), letter(length, sample=sample), "x", "broadcast", FakeClock().now()
    )
    (code,) = codes_in(reply_text(worn))
    limits = sms(segments, marks=marks)
    assert codes_in(parts_of(worn, limits)[0].text) == (code,)
    for page in sms_pages(worn, limits):
        assert codes_in(page) == (code,)
        assert count(page).segments <= segments


@pytest.mark.parametrize(("segments", "marks"), [(1, False), (2, True), (2, False), (3, True)])
def test_the_one_that_leaves_says_more_than_who_writes(segments: int, marks: bool) -> None:
    worn, _ = stamped(Seal(lambda: bytes(32)), letter(854), "x", "broadcast", FakeClock().now())
    assert "13 gi" in parts_of(worn, sms(segments, marks=marks))[0].text


def asked(store: Store, seal: Seal, words: str) -> Verdict:
    return check(words, COMMUNE, GenuinePorts(seal, StoredCodes(store, seal)))


@pytest.mark.parametrize(("segments", "marks"), [(1, False), (2, True), (3, False)])
def test_a_page_copied_alone_is_a_part_of_the_message_and_a_changed_one_is_not(
    store: Store, segments: int, marks: bool
) -> None:
    limits = sms(segments, marks=marks)
    seal = Seal(lambda: bytes(32), lambda reply: lines_by(reply, limits))
    now = FakeClock().now()
    worn, stamp = stamped(seal, letter(854), COMMUNE.key, OutboxKind.BROADCAST, now)
    with store.work() as work:
        contacts.ensure_commune(work, COMMUNE.key, COMMUNE.name, now)
        keep(work, stamp, now)
        work.commit()
    pages = sms_pages(worn, limits)
    assert len(pages) > 1
    for page in pages:
        assert asked(store, seal, page).found is Found.PART, page
    figure = "13 giờ" if marks else "13 gio"
    page = next(one for one in pages if figure in one)
    assert asked(store, seal, page.replace(figure, figure.replace("13", "18"))).found is (
        Found.ALTERED
    )


@pytest.mark.parametrize("secret", ["", "x" * 40])
def test_the_program_knows_the_pages_of_its_own_gateways(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    gateway = 'channels: {bridge: {sms: {url: "https://x.example", unit: sms, segments: 2}}}\n'
    keys = f"keys: {{vault_file: {tmp_path / 'vault.key'}}}\n"
    written = tmp_path / "config.yaml"
    written.write_text(GOOD + gateway + keys, encoding="utf-8")
    if secret:  # a command that needs no gateway runs without
        monkeypatch.setenv("MOTCUA_BRIDGE__SECRETS__SMS", secret)
    seal = seal_of(load_settings(written))
    worn, stamp = stamped(seal, letter(854), "x", OutboxKind.BROADCAST, FakeClock().now())
    half = sms_pages(worn, sms(2, marks=True))[0].splitlines()[1]
    assert half in LONG
    assert seal.line(half) in stamp.issued.lines
