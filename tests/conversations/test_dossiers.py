"""Where is my dossier, in dialogue: the code, the digits, the card, and what is never told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from handlers.clock import LOCAL
from handlers.dossier_ports import LookUpPorts
from handlers.messages import Inbound, Reply
from handlers.store.lookups import StoredLookUps
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from knowledge.dossiers.dossier import Apology, Confirmation, Lateness
from knowledge.dossiers.statuses import PAUSED, DossierStatus
from tests.conversations.conftest import (
    NOON,
    VOICES,
    Citizen,
    Speaking,
    in_memory,
    through_the_inbox,
)
from tests.fakes.clock import FakeClock
from tests.fakes.dossiers import (
    CODE,
    COPIED,
    DUE,
    FOUR,
    OTHER,
    WRONG,
    FakeDossiers,
    dossier,
    with_items,
)

KEY = b"k" * 32


@pytest.fixture
def register() -> FakeDossiers:
    return FakeDossiers(dossier())


@pytest.fixture(params=["memory", "inbox", *VOICES])
def lan(
    request: pytest.FixtureRequest,
    base: KnowledgeBase,
    sqlite_store: Store,
    register: FakeDossiers,
    voiced: Speaking,
) -> Citizen:
    """Someone with a dossier: with the router alone, through the database, on a channel."""
    if request.param == "memory":
        return Citizen(in_memory(base, LookUpPorts(register)))
    voice = voiced(request.param)
    ports = LookUpPorts(register, StoredLookUps(sqlite_store, KEY))
    return Citizen(through_the_inbox(base, sqlite_store, ports, voice=voice), voice)


def look_up(citizen: Citizen, four: str = FOUR, code: str = CODE) -> None:
    """Code, consent if it is asked, digits."""
    citizen.says(code)
    if any("Đồng ý" in button.label for reply in citizen.heard for button in reply.choices):
        citizen.taps("Đồng ý")
    citizen.says(four)


@pytest.mark.parametrize("question", ["hồ sơ của tôi tới đâu rồi", "tra cuu ho so", "/hoso"])
def test_who_asks_without_a_code_is_asked_for_it(lan: Citizen, question: str) -> None:
    lan.says(question)
    lan.hears("gõ mã hồ sơ", "giấy tiếp nhận và hẹn trả")
    lan.says(CODE)
    lan.taps("Đồng ý")
    lan.hears("4 số cuối")


def test_the_purpose_is_told_and_agreed_to_before_the_digits(lan: Citizen) -> None:
    lan.says(CODE)
    lan.hears("chỉ để tra đúng hồ sơ", buttons=["Đồng ý", "Không đồng ý"])
    lan.hears_nothing_of("4 số cuối của số điện thoại")
    lan.taps("Đồng ý")
    lan.hears(CODE, "4 số cuối của số điện thoại")


def test_who_does_not_agree_is_sent_to_the_desk(lan: Citizen) -> None:
    lan.says(CODE)
    lan.taps("Không đồng ý")
    lan.hears("tại quầy")
    lan.says(FOUR)
    lan.hears_nothing_of("Tình trạng")


@pytest.mark.parametrize(
    "typed",
    [
        "h32.12.05-261118-0007",
        "H32.12.05 – 261118 – 7",
        "H32 12 05 261118 0007",
        "h321205-261118-0007",
        "H32.12.05/261118/0007",
        "hồ sơ H32.12.O5-26l1l8-OOO7 của em tới đâu rồi ạ",
        "https://dichvucong.example/tra?ma=H32.12.05-261118-0007",
    ],
)
def test_a_code_is_read_however_it_is_typed(lan: Citizen, typed: str) -> None:
    look_up(lan, code=typed)
    lan.hears("Giấy xác nhận tình trạng hôn nhân", CODE)


def test_the_card_tells_where_it_stands_who_has_it_and_what_comes_next(lan: Citizen) -> None:
    look_up(lan)
    lan.hears(
        "Tình trạng: đang giải quyết",
        "Đang ở: bộ phận giải quyết",
        "Tiếp nhận: 9:05 ngày 18/11/2026",
        "Hẹn trả: 17:00 thứ Tư 25/11/2026",
        "chưa phải làm gì",
        "9:05 ngày 18/11/2026: đã được tiếp nhận",
    )
    lan.hears_nothing_of("Nguyễn Thị Bí", "Bí Đao", "dự kiến")


def test_wrong_digits_and_an_unknown_code_get_one_answer(
    lan: Citizen, register: FakeDossiers
) -> None:
    look_up(lan, WRONG)
    wrong = lan.heard
    lan.says(OTHER)
    lan.says(FOUR)

    assert lan.heard == wrong
    assert register.compared == [(7, WRONG), (0, FOUR)]


def test_digits_typed_wrong_may_be_typed_again(lan: Citizen) -> None:
    look_up(lan, WRONG)
    lan.hears("không thấy hồ sơ nào khớp", buttons=["Nhập mã khác", "Huỷ"])
    lan.says(FOUR)
    lan.hears("Tình trạng")


@pytest.mark.parametrize(
    "typed", ["0 1 2 3", "số của em là 0123 ạ", "0901230123", "4 số cuối là 0123"]
)
def test_digits_are_read_however_they_are_typed(lan: Citizen, typed: str) -> None:
    look_up(lan, typed)
    lan.hears("Tình trạng")


def test_too_few_digits_are_asked_again_and_a_question_is_answered(lan: Citizen) -> None:
    look_up(lan, "12")
    lan.hears("đúng 4 chữ số")
    lan.says("đăng ký kết hôn cần giấy tờ gì")
    lan.hears("kết hôn")


@pytest.mark.parametrize("typed", ["H32.12.05-261323-0007", "H32.12.05-270101-0001"])
def test_a_day_that_cannot_be_is_asked_to_be_read_again(lan: Citizen, typed: str) -> None:
    lan.says(typed)
    lan.hears("phần ngày chưa đúng", "xem lại mã trên giấy hẹn")
    lan.hears_nothing_of("4 số cuối")


def test_a_procedure_code_where_a_dossier_code_is_asked_for_is_told_apart(lan: Citizen) -> None:
    lan.says("tra cứu hồ sơ")
    lan.says("1.001193")
    lan.hears("mã thủ tục, không phải mã hồ sơ", buttons=["Đăng ký khai sinh"])
    lan.taps("Đăng ký khai sinh")
    lan.hears("Giấy chứng sinh")


def test_what_is_no_code_is_asked_to_be_typed_again(lan: Citizen) -> None:
    lan.says("tra cứu hồ sơ")
    lan.says("261118 0007 9")
    lan.hears("chưa đọc được mã", "ví dụ")


def test_code_and_digits_in_one_sentence_are_enough_once_agreed(lan: Citizen) -> None:
    look_up(lan)
    lan.says(f"{CODE} bốn số cuối 0123")
    lan.hears("Tình trạng")


@pytest.mark.parametrize("typed", [f"HCC {CODE} {FOUR}", f"hcc h32 12 05 261118 0007 {FOUR}"])
def test_the_short_command_asks_for_the_same_as_the_chat(lan: Citizen, typed: str) -> None:
    lan.says(typed).hears("chỉ để tra đúng hồ sơ", buttons=["Đồng ý"])
    lan.taps("Đồng ý").hears("4 số cuối")
    lan.says(FOUR).hears("Tình trạng")
    lan.says("huỷ")
    lan.says(typed).hears("Tình trạng")
    lan.says(f"HCC {CODE} 0000").hears("không thấy hồ sơ nào khớp")
    lan.says(f"HCC {CODE}").hears("4 số cuối")


def test_the_short_command_looks_nothing_up_in_a_group(lan: Citizen) -> None:
    lan.group = True
    lan.says(f"HCC {CODE} {FOUR}").hears("không làm trong nhóm")
    lan.hears_nothing_of(CODE, "Tình trạng")


def test_several_codes_are_asked_one_by_one(lan: Citizen) -> None:
    lan.says(f"tra giúp {CODE} và {OTHER}")
    lan.hears("nhiều mã", buttons=[CODE, OTHER])


def test_a_link_opens_the_dossier_by_its_token_after_the_digits(lan: Citizen) -> None:
    lan.opens("d_tokenOfSixteen16")
    lan.taps("Đồng ý")
    lan.hears("4 số cuối")
    lan.hears_nothing_of(CODE)
    lan.says(FOUR)
    lan.hears("Tình trạng", CODE)


def test_a_link_of_nobody_is_asked_and_answered_alike(lan: Citizen) -> None:
    lan.opens("d_tokenOfNobody999")
    lan.taps("Đồng ý")
    lan.hears("4 số cuối")
    lan.says(FOUR)
    lan.hears("không thấy hồ sơ nào khớp")


def test_in_a_group_nothing_is_looked_up(lan: Citizen) -> None:
    lan.group = True
    for heard in (lan.says(CODE), lan.opens("d_tokenOfSixteen16")):
        heard.hears("không làm trong nhóm", buttons=["Nhắn riêng"])
        heard.hears_nothing_of(CODE, "4 số cuối")


def test_a_copy_older_than_a_day_says_its_time(lan: Citizen, register: FakeDossiers) -> None:
    look_up(lan)
    lan.hears_nothing_of("sổ hồ sơ lúc")
    register.copied = COPIED - timedelta(days=1)
    look_up(lan)
    lan.hears("sổ hồ sơ lúc 9:30 ngày 22/11/2026")


def test_without_a_printed_date_ours_is_only_expected(lan: Citizen, register: FakeDossiers) -> None:
    register.put(replace(dossier(), procedure="1.001939", appointments=()))
    look_up(lan)
    lan.hears("Dự kiến có kết quả: 17:00 thứ Năm 26/11/2026", "ngày trên giấy hẹn là đúng nhất")
    lan.hears_nothing_of("Hẹn trả:")


def test_a_finished_result_is_ready_only_once_the_desk_says_so(
    lan: Citizen, register: FakeDossiers
) -> None:
    done = dossier(DossierStatus.DONE)
    register.put(done)
    look_up(lan)
    lan.hears("Phần mềm ghi hồ sơ đã xử lý xong", "quầy chưa xác nhận", "gọi trước")
    lan.hears_nothing_of("mời anh/chị đến nhận")

    register.put(replace(done, confirmations=(Confirmation(NOON, 1, ready=True),)))
    look_up(lan)
    lan.hears("mời anh/chị đến nhận", "Nơi nhận", "giấy hẹn và căn cước", "Giờ làm việc")

    register.put(replace(done, confirmations=(Confirmation(NOON, 1, ready=False),)))
    look_up(lan)
    lan.hears("quầy tìm chưa thấy")


def test_missing_papers_are_listed_with_the_last_day_and_where_to_bring_them(
    lan: Citizen, register: FakeDossiers
) -> None:
    asked = dossier(DossierStatus.SUPPLEMENT_NEEDED)
    closing = datetime(2026, 12, 9, tzinfo=LOCAL)
    register.put(with_items(asked, "Bản chính giấy khai sinh", closing=closing))
    look_up(lan)
    lan.hears("Bản chính giấy khai sinh", "chậm nhất thứ Tư 9/12/2026", "tạm dừng", "mang theo")


def test_papers_that_tell_of_a_family_are_told_at_the_desk(
    lan: Citizen, register: FakeDossiers
) -> None:
    asked = replace(dossier(DossierStatus.SUPPLEMENT_NEEDED), field="Bảo trợ xã hội")
    register.put(with_items(asked, "Giấy xác nhận khuyết tật"))
    look_up(lan)
    lan.hears("ghi trong phiếu yêu cầu bổ sung")
    lan.hears_nothing_of("khuyết tật")


def test_a_late_dossier_is_apologised_for(lan: Citizen, register: FakeDossiers) -> None:
    late = dossier()
    past = DUE - timedelta(days=5)
    appointment = replace(late.appointments[0], original_due_at=past, due_at=past)
    register.put(replace(late, appointments=(appointment,)))
    look_up(lan)
    lan.hears("quá ngày hẹn", "Em xin lỗi", "phiếu xin lỗi", buttons=["Quá hẹn thì làm gì"])


def test_an_old_copy_claims_no_lateness(lan: Citizen, register: FakeDossiers) -> None:
    late = dossier()
    past = DUE - timedelta(days=5)
    appointment = replace(late.appointments[0], original_due_at=past, due_at=past)
    register.put(replace(late, appointments=(appointment,)))
    register.copied = COPIED - timedelta(days=4)
    look_up(lan)
    lan.hears("sổ hồ sơ lúc", "có thể đã khác")
    lan.hears_nothing_of("quá ngày hẹn", "Quá hẹn thì làm gì")


@pytest.mark.parametrize("status", sorted(PAUSED))
def test_while_the_clock_stands_no_date_is_promised(
    lan: Citizen, register: FakeDossiers, status: DossierStatus
) -> None:
    register.put(dossier(status))
    look_up(lan)
    lan.hears("đang tạm dừng, ngày này sẽ được tính lại", "hồ sơ")
    lan.taps("Báo cho tôi").hears_nothing_of("hẹn trả thứ Tư")


def test_one_paper_that_tells_too_much_is_left_to_the_slip(
    lan: Citizen, register: FakeDossiers
) -> None:
    asked = dossier(DossierStatus.SUPPLEMENT_NEEDED)
    register.put(with_items(asked, "Đơn có chữ ký", "Giấy xác nhận khuyết tật"))
    look_up(lan)
    lan.hears("Đơn có chữ ký", "giấy tờ khác ghi trong phiếu")
    lan.hears_nothing_of("khuyết tật")


def test_a_new_date_is_told_with_the_first_one_but_not_the_reason(
    lan: Citizen, register: FakeDossiers
) -> None:
    moved = dossier()
    appointment = replace(moved.appointments[0], due_at=DUE + timedelta(days=2))
    apology = Apology(NOON, DUE + timedelta(days=2), "cán bộ thụ lý ốm")
    register.put(replace(moved, appointments=(appointment,), apologies=(apology,)))
    look_up(lan)
    lan.hears("17:00 thứ Sáu 27/11/2026 (hẹn lần đầu 17:00 thứ Tư 25/11/2026)", "xin lỗi")
    lan.hears_nothing_of("ốm")


def test_the_date_is_explained_by_one_tap_and_the_dossier_stays_shown(lan: Citizen) -> None:
    look_up(lan)
    lan.taps("Vì sao ngày này?")
    lan.hears("Tiếp nhận lúc", "3 ngày làm việc", "24/11", "17:00 thứ Tư 25/11/2026")
    lan.taps("Xem hồ sơ")
    lan.hears("Tình trạng")


@pytest.mark.parametrize("status", list(DossierStatus))
def test_every_status_has_a_card_in_plain_words(
    lan: Citizen, register: FakeDossiers, status: DossierStatus
) -> None:
    register.put(replace(dossier(status), lateness=Lateness.LATE))
    look_up(lan)
    lan.hears("Tình trạng", CODE)
    lan.hears_nothing_of(status.value, "Bí Đao")


def test_a_ward_without_a_register_says_so_and_tells_the_other_roads(
    lan: Citizen, register: FakeDossiers
) -> None:
    register.copied = None
    lan.says("hồ sơ của tôi tới đâu rồi")
    lan.hears("dichvucong.gov.vn")
    lan.says(CODE)
    lan.hears("chưa nối sổ hồ sơ")
    lan.taps("Cách tra cứu")
    lan.hears("dichvucong.gov.vn")


Send = Callable[[Inbound], tuple[Reply, ...]]


def inbox_of(
    base: KnowledgeBase, store: Store, register: FakeDossiers, clock: FakeClock
) -> Citizen:
    log = StoredLookUps(store, KEY)
    send: Send = through_the_inbox(base, store, LookUpPorts(register, log), clock)
    return Citizen(send)


def test_the_message_with_the_digits_is_wiped_and_no_digits_or_code_are_on_record(
    base: KnowledgeBase, store: Store, register: FakeDossiers
) -> None:
    citizen = inbox_of(base, store, register, FakeClock(NOON))
    look_up(citizen, WRONG)
    citizen.says(FOUR)
    citizen.says(f"{CODE} 4 số cuối {FOUR}")

    with store.read() as work:
        kept = [str(row.payload) for row in work.run(text("SELECT payload FROM inbound"))]
        names = " ".join(work.run(text("SELECT name FROM lookup_attempt")).scalars())
    assert not any(FOUR in one or WRONG in one for one in kept)
    assert CODE not in names


def test_digits_that_come_after_the_step_is_over_are_wiped_too(
    base: KnowledgeBase, store: Store, register: FakeDossiers
) -> None:
    log = StoredLookUps(store, KEY)
    citizen = Citizen(through_the_inbox(base, store, LookUpPorts(register, log)))
    look_up(citizen)
    citizen.says("cảm ơn em")
    citizen.says(f"dạ {FOUR} ạ")
    citizen.hears("mã hồ sơ trước")
    with store.read() as work:
        kept = [str(row.payload) for row in work.run(text("SELECT payload FROM inbound"))]
    assert not [one for one in kept if FOUR in one]


def test_five_failures_pause_the_person_for_half_an_hour(
    base: KnowledgeBase, store: Store, register: FakeDossiers
) -> None:
    clock = FakeClock(NOON)
    citizen = inbox_of(base, store, register, clock)
    look_up(citizen, WRONG)
    for _ in range(4):
        clock.move(minutes=2)
        citizen.says(WRONG)
    citizen.says(FOUR)
    citizen.hears("tạm dừng tra cứu đến 10:38")
    citizen.says(OTHER)
    citizen.hears("tạm dừng")

    clock.move(minutes=31)
    citizen.says(CODE)
    citizen.says(FOUR)
    citizen.hears("Tình trạng")


def test_slow_mistakes_pause_nobody(
    base: KnowledgeBase, store: Store, register: FakeDossiers
) -> None:
    clock = FakeClock(NOON)
    citizen = inbox_of(base, store, register, clock)
    look_up(citizen, WRONG)
    for _ in range(6):
        clock.move(minutes=4)
        citizen.says(WRONG)
    citizen.says(FOUR)
    citizen.hears("Tình trạng")


def test_who_complains_of_a_late_dossier_may_send_a_report_at_once(lan: Citizen) -> None:
    lan.says(f"hồ sơ {CODE} của tôi trễ quá lâu không ai trả lời, tôi muốn phản ánh")
    lan.taps("Gửi phản ánh")
    lan.hears("việc gì, ở đâu, lúc nào")
    lan.says(f"hồ sơ {CODE} hẹn tuần trước mà không ai trả lời tôi").taps("Đồng ý").says(FOUR)
    lan.hears("Theo sổ", "họ tên", buttons=["Gửi không kèm tên"])


def test_a_code_alone_offers_no_report(lan: Citizen) -> None:
    lan.says(CODE)

    offered = [button.label for reply in lan.heard for button in reply.choices]
    assert "Gửi phản ánh" not in offered


@pytest.mark.parametrize("words", ["hồ sơ 1.001193 tới đâu", "1.001193 xong chua em"])
def test_a_procedure_code_asked_after_as_a_dossier_is_told_apart(lan: Citizen, words: str) -> None:
    lan.says(words)
    lan.hears("là mã thủ tục, không phải mã hồ sơ", "H32.12.05-260923-0007")
    lan.taps("Đăng ký khai sinh")
    lan.hears("Tờ khai đăng ký khai sinh")
