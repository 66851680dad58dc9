"""Real, altered, not ours, unknown: what people are told of a code or a text, on both databases."""

import time
from dataclasses import replace

import pytest

from bot.channels.bridge.limits import GatewayLimits, Unit
from bot.channels.bridge.render import parts_of
from bot.channels.plain.render import texts_of
from bot.channels.terminal.render import reply_text
from bot.genuine import StoredChecks
from handlers.check_codes import codes_in
from handlers.fakes import WAVE, warn
from handlers.genuine import asks, concerns
from handlers.genuine_named import foreign_in, host_of
from handlers.messages import Paragraph, Reply
from handlers.officers import Role
from handlers.store import views
from handlers.store.states import OutboxKind
from handlers.store.tables import CheckCodeRow, DoubtRow, OutboxRow
from handlers.store.unit_of_work import Store
from knowledge.commune import Commune, Hotline
from knowledge.text.folding import fold
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office
from tests.handlers.genuine.street import BASE, FEE, Street


@pytest.fixture
def street(store: Store, clock: FakeClock) -> Street:
    return Street(store, clock)


def code_in(reply: Reply) -> str:
    (code,) = codes_in(reply_text(reply))
    return code


def test_what_we_start_wears_a_code_and_an_answer_does_not(street: Street) -> None:
    sent = street.writes()
    assert f"Mã kiểm tra: {code_in(sent)}. Nghi ngờ?" in reply_text(sent)
    answer = street.writes("r1", Reply((Paragraph("Dạ"),), subject="x:1"), OutboxKind.REPLY)
    assert codes_in(reply_text(answer)) == ()
    assert len(street.rows(CheckCodeRow)) == 1


def test_a_code_alone_is_told_with_kind_and_day_and_never_to_whom(street: Street) -> None:
    code = code_in(street.writes())
    told = street.asks(f"kiểm tra giúp em mã {code.lower().replace('-', ' ')} ạ")
    assert "MÃ ĐÚNG LÀ CỦA" in told.upper()
    assert "tin về một hồ sơ" in told
    assert "25/11/2026" in told
    assert "Ba" not in told.replace("Bấm", "")
    assert street.rows(DoubtRow) == []


def test_the_text_copied_from_any_channel_is_the_one_that_was_sent(street: Street) -> None:
    sent = street.writes()
    copies = [
        reply_text(sent),
        "\n".join(one.text for one in texts_of(sent, 2_000)),
        reply_text(sent).replace("\n", " "),
        "Tin này có phải của phường không?\n" + reply_text(Reply(sent.blocks)),
    ]
    for number, copy in enumerate(copies):
        told = street.asks(copy, f"chat {number}")
        assert "giống hệt" in told or number == 2, copy
        assert "sửa" not in told or number == 2
    assert "giống hệt" in street.asks(reply_text(Reply(sent.blocks)).replace("\n", " "), "chat x")


def test_a_part_of_it_is_told_as_a_part(street: Street) -> None:
    sent = street.writes()
    told = street.asks(f"Đã có kết quả\n{FEE}\nMã kiểm tra: {code_in(sent)}.")
    assert "chưa đủ cả tin" in told


@pytest.mark.parametrize("marks", [True, False])
@pytest.mark.parametrize("segments", [1, 3])
def test_a_text_message_copied_whole_is_real_with_its_marks_or_without(
    street: Street, marks: bool, segments: int
) -> None:
    limits = GatewayLimits(unit=Unit.SMS, segments=segments, marks=marks)
    sent = street.writes()
    pages = [parts_of(replace(sent, page=page), limits)[0].text for page in range(4)]
    whole = [one for one in pages if "het noi dung" not in fold(one)]
    told = street.asks("\n".join(whole))
    assert "giống hệt" in told, told
    if len(whole) == 1:
        forged = whole[0].replace("8.000", "80.000")
        assert "đã bị sửa" in street.asks(forged).lower()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("8.000đ", "80.000đ"),
        ("nộp tại quầy", "chuyển khoản 0912345678"),
        ("Gửi mã này cho phường, xã.", "Gửi mã này cho phường, xã. Nộp gấp tại phuong-mau.top"),
        ("Giấy hẹn", "Giấy hẹn\nGọi ngay 0912 345 678"),
    ],
)
def test_a_real_code_on_other_words_is_told_as_altered(street: Street, old: str, new: str) -> None:
    text = reply_text(street.writes())
    assert old in text
    told = street.asks(text.replace(old, new))
    assert "đã bị sửa" in told.lower()
    assert ("0912" in told) == ("0912" in new)
    assert ("phuong-mau[.]top" in told) == (".top" in new)
    assert len(street.rows(DoubtRow)) == 1


def test_a_made_up_code_is_not_ours_and_nothing_of_the_text_is_kept(street: Street) -> None:
    street.writes()
    fake = "UBND phường: nộp 500k, bấm http://vneid.gov.vn@xau.top/a\nMã kiểm tra: CDFH-JK23-LMNP."
    told = street.asks(fake)
    assert "Không phải tin của" in told or "KHÔNG PHẢI TIN CỦA" in told
    assert "xau[.]top" in told
    assert "OTP" in told
    (row,) = street.rows(DoubtRow)
    assert "xau" not in str(row)
    with street.store.read() as work:
        words = work.connection.exec_driver_sql("SELECT payload FROM inbound").scalars().all()
    assert not any("500k" in (one or "") for one in words)


def test_a_mistyped_code_is_asked_again(street: Street) -> None:
    code = code_in(street.writes())
    wrong = ("3" if code[0] != "3" else "4") + code[1:]
    assert "gõ chưa đúng" in street.asks(wrong)


def test_a_text_without_a_code_is_found_by_its_words_or_unknown(street: Street) -> None:
    sent = street.writes()
    asked = "tin này có phải của phường không\n"
    bare = reply_text(Reply(tuple(b for b in sent.blocks if "Mã kiểm tra" not in str(b))))
    assert "giống hệt" in street.asks(asked + bare)
    fake = "Anh chị được hoàn 2 triệu tiền thuế, liên hệ anh Nam 0987654321 để nhận ngay hôm nay"
    told = street.asks(asked + fake)
    assert "không tìm thấy" in told.lower()
    assert "0987654321" in told


def test_the_bare_question_gets_the_card_and_how_to_ask(street: Street) -> None:
    told = street.asks("tin này có phải của phường không")
    assert "mã kiểm tra" in told
    assert "không qua" in told.lower()
    assert street.rows(DoubtRow) == []


def test_guessing_is_paused_for_who_guesses_and_for_nobody_else(street: Street) -> None:
    code = code_in(street.writes())
    for number in range(5):
        street.asks(f"{number + 2}DFH-JK23-LMNP", "kẻ dò")
    assert "nhiều mã không đúng" in street.asks(code, "kẻ dò")
    assert "đúng là" in street.asks(code, "người khác").lower()
    street.clock.move(minutes=46)
    assert "đúng là" in street.asks(code, "kẻ dò").lower()


def test_another_wards_code_is_not_this_wards(street: Street) -> None:
    code = code_in(street.writes())
    assert street.ports.book.issued("phuong-mau", code) is not None
    assert street.ports.book.issued("xa-khac", code) is None


def test_a_wave_is_told_once_to_the_head_and_the_administrators(
    store: Store, clock: FakeClock
) -> None:
    street = Street(store, clock)
    office = Office(street.store, clock)
    office.officer("Quản Mẫu", Role.ADMIN)
    office.officer("Đầu Mẫu", Role.HEAD)
    office.officer("Quầy Mẫu", Role.OFFICER)
    checks = StoredChecks(street.store, office.ward.commune, street.ports)

    def told() -> list[int]:
        with street.store.work() as work:
            warn(work, office.ward, clock.now())
            work.commit()
        counts = []
        for name in ("Quản Mẫu", "Đầu Mẫu", "Quầy Mẫu"):
            with street.store.read() as work:
                counts.append(len(views.letters(work, office.member(name).contact or "")))
        return counts

    fake = "Phường báo: nộp phạt 300.000 qua 0987654321\nMã kiểm tra: CDFH-JK23-LMNP"
    for number in range(WAVE - 1):
        checks.check(fake, f"203.0.113.{number}", clock.now())
        checks.check(fake, f"203.0.113.{number}", clock.now())
    assert told() == [0, 0, 0]
    checks.check(fake, "203.0.113.99", clock.now())
    assert told() == [1, 1, 0]
    checks.check(fake, "203.0.113.100", clock.now())
    assert told() == [1, 1, 0]
    kept = str(street.rows(DoubtRow))
    assert "203.0.113" not in kept
    assert "0987654321" not in kept


@pytest.mark.parametrize(
    "words",
    [
        "tin này có phải của phường không",
        "tin nhan nay co phai cua phuong minh khong",
        "số này có phải của xã không em",
        "tin này thật hay giả",
        "link này có lừa đảo không",
        "phường có nhắn tin này không",
    ],
)
def test_the_question_is_understood(words: str) -> None:
    assert asks(words)


@pytest.mark.parametrize(
    "words",
    [
        "làm khai sinh cần gì",
        "số điện thoại của phường là gì",
        "thông báo thuế có phải nộp không",
        "hồ sơ này có phải ra phường không",
        "tin học bằng này có phải chứng thực ở phường không",
        "H17.26-261119-0001",
    ],
)
def test_other_questions_are_left_alone(words: str) -> None:
    assert not concerns(words, BASE.commune)


def test_the_wards_own_numbers_and_sites_are_not_named() -> None:
    given = BASE.commune
    commune: Commune = given.model_copy(
        update={"hotline": Hotline(number="1900 1234"), "website": "https://phuongmau.hue.gov.vn"}
    )
    ours = "Gọi 19001234, xem www.phuongmau.hue.gov.vn/tin hay dichvucong.gov.vn."
    assert foreign_in(ours, commune) == ()
    theirs = "Gọi +84 912 345 678, vào phuongmau.hue.gov.vn.xau.com hay https://bit.ly/x."
    found = foreign_in(theirs, commune)
    assert found == ("+84 912 345 678", "phuongmau.hue.gov.vn.xau.com", "https://bit.ly/x")
    assert host_of("https://dichvucong.gov.vn@xau.top/a") == "xau.top"


def test_the_outbox_row_holds_the_code_once(street: Street) -> None:
    street.writes()
    street.writes()
    bodies = [str(row) for row in street.rows(OutboxRow) if "Mã kiểm tra" in str(row)]
    assert len(bodies) == 1
    assert bodies[0].count("Mã kiểm tra") == 1


@pytest.mark.parametrize("piece", ["a", "a-", "a.b-", "000-", "0 ", "tin này ", "CDFH "])
def test_no_text_is_slow_to_look_through(piece: str) -> None:
    words = (piece * 4_000)[:4_000]
    began = time.process_time()
    concerns(words, BASE.commune)
    foreign_in(words, BASE.commune)
    assert time.process_time() - began < 0.5  # a quadratic pattern takes 1 to 3 s


def test_an_address_is_named_wherever_it_is_glued() -> None:
    words = "nộp ởxau.top, (http://a.b.click/x) hoặc:xau.com.vn/a-b"
    found = foreign_in(words, BASE.commune)
    assert found == ("xau.top", "http://a.b.click/x", "xau.com.vn/a-b")
