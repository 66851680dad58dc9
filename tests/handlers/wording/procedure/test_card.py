"""What stands around the figures: limits, source, successors, condolence, level."""

from handlers.wording import procedure as wording
from handlers.wording.procedure import Setting
from knowledge.procedures import Mark, OnlineLevel, Part, SubmissionWay
from tests.handlers.wording.procedure.record import BIRTH, COMMUNE, TODAY, answer, said


def test_who_has_missed_the_limit_is_not_reminded_of_it() -> None:
    limit = BIRTH.citizen_limits[0].model_copy(update={"missed": "late"})
    record = BIRTH.model_copy(update={"citizen_limits": (limit,)})

    assert "nhớ đi làm" not in answer(record, Part.FEE, case="late")
    assert "nhớ đi làm" in answer(record, Part.FEE, case="on_time")
    assert "nhớ đi làm" in answer(record, Part.FEE)


def test_a_stale_record_still_answers_with_the_reservation() -> None:
    text = answer(BIRTH, Part.TIME, stale=True)

    assert "trong ngày" in text
    assert "cần xác nhận lại tại quầy" in text


def test_every_answer_names_source_day_and_link() -> None:
    text = answer(BIRTH, Part.TIME)

    assert "Nguồn: Quyết định 163/QĐ-BTP; kiểm tra ngày 1/11/2026." in text
    assert "https://dichvucong.gov.vn/x" in text


def test_a_dated_change_of_rules_is_told() -> None:
    assert "Luật Hộ tịch mới có hiệu lực từ 1/3/2027" in answer(BIRTH)


def test_the_citizens_word_leads_and_the_official_name_follows_once() -> None:
    text = answer(BIRTH, Part.TIME, said="giấy khai sanh")

    assert text.splitlines()[0] == "Giấy khai sanh (Đăng ký khai sinh)"


def test_a_death_is_met_with_condolence_first() -> None:
    text = answer(BIRTH.model_copy(update={"condolence": True}))

    assert text.splitlines()[0] == "Em xin chia buồn cùng gia đình anh/chị."


def test_condolence_said_before_is_not_said_again() -> None:
    text = answer(BIRTH.model_copy(update={"condolence": True}), Part.FEE, condoled=True)

    assert "chia buồn" not in text


def test_a_replaced_procedure_is_named_with_its_successor() -> None:
    text = answer(BIRTH, asked_as="Liên thông cũ")

    told = f'"Liên thông cũ" đã được thay bằng thủ tục "{BIRTH.title}" (mã 1.001193).'
    assert told in text


def test_the_online_level_is_unknown_unless_the_commune_says() -> None:
    ways = BIRTH.model_copy(update={"ways": (SubmissionWay.ONLINE,)})
    full = BIRTH.model_copy(update={"online_level": OnlineLevel.FULL})

    assert "tuỳ từng tỉnh" in answer(ways, Part.ONLINE)
    assert "toàn bộ, không phải đến quầy" in answer(full, Part.ONLINE)
    assert "chưa rõ" in answer(BIRTH, Part.ONLINE)


def test_a_matter_done_in_person_only_is_told_so() -> None:
    record = BIRTH.model_copy(
        update={"ways": (SubmissionWay.IN_PERSON,), "marks": {Part.ONLINE: Mark.PORTAL}}
    )

    text = answer(record, Part.ONLINE)

    assert "nộp trực tiếp" in text
    assert "Mở trang nộp" not in text


def test_the_full_card_renders_nothing_the_record_does_not_hold() -> None:
    text = said(wording.full_card(BIRTH, Setting(COMMUNE, TODAY)))

    assert "Điều kiện" not in text
    assert "Các bước" not in text
    assert "Thủ tục đăng ký khai sinh (mã 1.001193)" in text


def test_the_citizens_own_limit_is_told_with_the_fee() -> None:
    assert "Anh/chị nhớ đi làm trong 60 ngày từ ngày sinh." in answer(BIRTH, Part.FEE)
