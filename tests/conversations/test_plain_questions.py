"""Questions of a few words: a part alone, yes or no, a sum, a paper, a legal limit."""

import pytest

from bot.channels.terminal.render import text_of
from bot.dialogue import Dialogue, answer_object, router_of
from knowledge.base import KnowledgeBase
from knowledge.text.folding import fold
from tests.conversations.conftest import NOON, Citizen


@pytest.mark.parametrize("text", ["Bao lâu", "le phi bao nhieu", "bao nhiêu tiền vậy ạ"])
def test_a_part_alone_asks_of_what(citizen: Citizen, text: str) -> None:
    citizen.says(text)

    citizen.hears("hỏi việc nào", buttons=["Đăng ký khai sinh"])
    citizen.taps("Đăng ký khai sinh")
    citizen.hears("Đăng ký khai sinh", "thời gian" if "lâu" in text else "lệ phí")


def test_whether_a_paper_is_needed_is_answered_from_the_record(citizen: Citizen) -> None:
    citizen.says("đăng ký kết hôn").says("có cần giấy khám sức khỏe không")
    citizen.hears("đăng ký kết hôn", 'không thấy "giấy khám sức khỏe"', "giấy tờ cần có")
    citizen.hears_nothing_of("trạm y tế")
    citizen.says("đăng ký nuôi con nuôi trong nước").says("có cần giấy khám sức khỏe không")
    citizen.hears("Có, phải nộp: Giấy khám sức khỏe")


def test_a_paper_asked_with_its_matter_is_looked_for_in_its_list(citizen: Citizen) -> None:
    citizen.says("làm khai sinh có cần giấy kết hôn không")

    citizen.hears("Cán bộ tra trên hệ thống", "Giấy chứng nhận kết hôn", "giấy tờ cần có")
    citizen.hears_nothing_of("điều kiện")


def test_a_paper_of_nothing_named_yet_is_asked_back(citizen: Citizen) -> None:
    citizen.says("có cần giấy khám sức khỏe không")

    citizen.hears("tuỳ từng thủ tục")
    citizen.hears_nothing_of("trạm y tế")


def test_the_post_alone_is_the_card_and_of_a_matter_its_ways(citizen: Citizen) -> None:
    citizen.says("gửi bưu điện được không")
    citizen.hears("bưu chính công ích")
    citizen.says("đăng ký kết hôn").says("gửi bưu điện được không")
    citizen.hears("qua bưu điện", "Đăng ký kết hôn")


@pytest.mark.parametrize("text", ["khai sinh hạn mấy ngày", "han dang ky khai sinh la may ngay"])
def test_the_days_to_keep_come_before_how_long_it_takes(citizen: Citizen, text: str) -> None:
    citizen.says(text)

    citizen.hears("hạn phải đi làm", "60 ngày")
    citizen.hears_nothing_of("thời gian giải quyết")


def test_where_no_day_is_to_be_kept_the_time_is_told(citizen: Citizen) -> None:
    citizen.says("đăng ký tạm trú hạn mấy ngày")

    citizen.hears("thời gian giải quyết")


def test_so_many_pages_are_summed(citizen: Citizen) -> None:
    citizen.says("sao y 10 trang hết bao nhiêu")

    citizen.hears("12.000đ một bản")


def test_an_insult_with_a_matter_is_answered_on_it(citizen: Citizen) -> None:
    citizen.says("địt mẹ mày đăng ký tạm trú cần gì")

    citizen.hears("xin lỗi vì anh/chị phải bực mình", "đăng ký tạm trú", "giấy tờ cần có")


def test_what_is_asked_of_a_day_off_is_told_from_the_calendar(citizen: Citizen) -> None:
    citizen.says("tết này phường nghỉ từ ngày nào")
    citizen.hears("Tết", "dự kiến", "5/2/2027")
    citizen.says("hôm nay có nghỉ lễ không")
    citizen.hears("Hôm nay", "không phải ngày nghỉ lễ")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("000.00.01.H30-261120-0001", "dossier"),
        ("hồ sơ H30.30-261120-0001 tới đâu rồi", "dossier"),
        ("có người gọi xưng công an bảo chuyển tiền", "info"),
    ],
)
def test_flows_that_answer_one_wish_tell_what_was_wanted(
    base: KnowledgeBase, text: str, intent: str
) -> None:
    turn = Dialogue(router_of(base), NOON).says(text)

    assert answer_object(turn)["intent"] == intent


def test_a_card_that_is_the_answer_is_not_said_before_it_too(citizen: Citizen) -> None:
    citizen.says("lịch tiếp công dân")
    assert text_of(citizen.heard).count("ít nhất một ngày mỗi tuần") == 1


def test_a_weekday_that_is_today_is_told_desk_by_desk(citizen: Citizen) -> None:
    citizen.says("thứ hai có nghỉ không")

    citizen.hears("Hôm nay, thứ Hai 23/11/2026, không phải ngày nghỉ lễ: ", "mở cửa 07:00–11:30")


def test_the_day_the_head_receives_is_told_once(base: KnowledgeBase) -> None:
    text = answer_object(Dialogue(router_of(base), NOON).says("gặp chủ tịch phường ngày nào"))[
        "text"
    ]

    assert text.count("Ngày tiếp:") == 1


def test_a_code_nobody_knows_is_said_to_be_unknown(citizen: Citizen) -> None:
    citizen.says("1.999999 là thủ tục gì")

    citizen.hears("không thấy mã thủ tục 1.999999")
    citizen.hears_nothing_of("Các lĩnh vực")


def test_a_replaced_code_without_a_name_is_named_once(citizen: Citizen) -> None:
    citizen.says("2.000986 làm sao")

    citizen.hears("Thủ tục 2.000986 đã được thay bằng thủ tục")


def test_every_part_of_a_long_question_is_answered(citizen: Citizen) -> None:
    citizen.says("Đăng ký kết hôn: ai ký, nộp chỗ nào, bao lâu, cần giấy gì, làm online được không")

    citizen.hears(
        "Nơi giải quyết", "Nơi nộp", "Thời gian giải quyết", "Giấy tờ cần có", "Nộp qua mạng"
    )


def test_how_to_file_online_is_on_tap_where_no_matter_is_named(citizen: Citizen) -> None:
    citizen.says("hướng dẫn nộp qua VNeID")

    citizen.hears("Anh/chị hỏi việc nào", buttons=["Nộp hồ sơ trên VNeID", "Nộp phí, lệ phí"])


@pytest.mark.parametrize("text", ["ba tôi mới mất sáng nay, làm giấy tờ gì ạ", "nhà có người mất"])
def test_a_death_told_is_asked_on_in_a_family_s_words_after_one_condolence(
    base: KnowledgeBase, text: str
) -> None:
    dialogue = Dialogue(router_of(base), NOON)

    turn = dialogue.says(text)

    assert fold(answer_object(turn)["text"]).count("chia buon") == 1
    labels = [choice.label for choice in turn.replies[0].choices]
    assert labels[:2] == ["Khai tử (giấy chứng tử)", "Gộp: khai tử, xóa thường trú, mai táng"]
    assert "khai tử, nên làm trong 15 ngày" in answer_object(dialogue.says("tôi không rõ"))["text"]
