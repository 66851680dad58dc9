"""What an answer says of a record, and what it must never say."""

from datetime import date, time
from decimal import Decimal
from itertools import pairwise

import pytest

from handlers.messages import Block, Fact, Heading, Item, Link, Paragraph
from handlers.wording import procedure as wording
from handlers.wording.procedure import Setting
from knowledge.commune import CalendarSettings, Commune, DeskHours
from knowledge.overlay import Overlay, apply_overlay
from knowledge.procedures import (
    Announcement,
    Case,
    CitizenLimit,
    Fee,
    FeeKind,
    Handover,
    Mark,
    OnlineLevel,
    Part,
    Procedure,
    ProcessingTime,
    RequiredDocument,
    SubmissionWay,
    TimeUnit,
)

TODAY = date(2026, 11, 22)
COMMUNE = Commune(
    key="phuong-thu",
    name="Phường Thử",
    province="Tỉnh Thử",
    desks={"psc": DeskHours(name="Trung tâm", address="Số 1", phone="0000 000 001")},
    calendar=CalendarSettings(confirmed_until=date(2026, 12, 31)),
)
BIRTH = Procedure(
    code="1.001193",
    name="Thủ tục đăng ký khai sinh",
    short_name="Đăng ký khai sinh",
    field="Hộ tịch",
    cases=(Case(key="on_time", label="trong 60 ngày"), Case(key="late", label="quá 60 ngày")),
    documents=(
        RequiredDocument(name="Tờ khai", form="Tờ khai"),
        RequiredDocument(name="Căn cước", handover=Handover.SHOW),
        RequiredDocument(name="Giấy kết hôn của cha mẹ", handover=Handover.LOOKUP),
    ),
    times=(ProcessingTime(unit=TimeUnit.SAME_DAY, cutoff=time(15)),),
    fees=(
        Fee(kind=FeeKind.EXEMPT, case="on_time"),
        Fee(kind=FeeKind.COUNCIL, case="late"),
        Fee(kind=FeeKind.AMOUNT, amount=8000, per="bản sao"),
    ),
    citizen_limits=(
        CitizenLimit(
            value=60, unit=TimeUnit.DAY, start="ngày sinh", text="trong 60 ngày từ ngày sinh"
        ),
    ),
    marks=dict.fromkeys((Part.DOCUMENTS, Part.TIME, Part.FEE, Part.PLACE), Mark.CONFIRMED),
    announcement=Announcement(number="163/QĐ-BTP"),
    source_url="https://dichvucong.gov.vn/x",
    checked_on=date(2026, 11, 1),
    review_by=date(2027, 2, 15),
    review_reason="Luật Hộ tịch mới có hiệu lực từ 1/3/2027",
)


def said(blocks: list[Block]) -> str:
    lines = []
    for block in blocks:
        match block:
            case Fact(label, value):
                lines.append(f"{label}: {value}")
            case Link(label, url):
                lines.append(f"{label} {url}")
            case Heading(text) | Paragraph(text) | Item(text):
                lines.append(text)
    return "\n".join(lines)


def answer(record: Procedure, part: Part | None = None, **setting: object) -> str:
    blocks, _ = wording.answer(record, part, Setting(COMMUNE, TODAY, **setting))  # type: ignore[arg-type]
    return said(blocks)


def test_the_asked_part_stands_first_and_alone() -> None:
    text = answer(BIRTH, Part.FEE)

    assert text.splitlines()[0] == "Đăng ký khai sinh"
    assert text.splitlines()[1] == "Lệ phí:"
    assert "Giấy tờ cần có" not in text


def test_a_part_answer_shows_every_case_that_changes_the_figure() -> None:
    text = answer(BIRTH, Part.FEE)

    assert "Trong 60 ngày: không thu" in text
    assert "Quá 60 ngày: theo mức Hội đồng nhân dân tỉnh quy định" in text
    assert "8.000đ/bản sao" in text


def test_the_case_the_words_named_comes_first() -> None:
    lines = answer(BIRTH, Part.FEE, case="late").splitlines()

    assert lines[2].startswith("Quá 60 ngày (trường hợp anh/chị hỏi)")


def test_an_empty_fee_is_never_free() -> None:
    record = BIRTH.model_copy(update={"fees": (), "marks": {Part.FEE: Mark.UNKNOWN}})

    text = answer(record, Part.FEE)

    assert "chưa có trong thông tin đã công bố" in text
    assert "0000 000 001" in text
    assert "không thu" not in text.lower()
    assert "miễn" not in text.lower()


def test_a_time_without_a_unit_shows_no_number() -> None:
    record = BIRTH.model_copy(update={"times": (), "marks": {Part.TIME: Mark.PORTAL}})

    assert "chưa có trong thông tin đã công bố" in answer(record, Part.TIME)


@pytest.mark.parametrize(
    ("time_row", "words"),
    [
        (ProcessingTime(value=Decimal("2.5"), unit=TimeUnit.WORKING_DAY), "2,5 ngày làm việc"),
        (ProcessingTime(value=Decimal(15), unit=TimeUnit.DAY), "15 ngày (tính cả ngày nghỉ)"),
        (ProcessingTime(unit=TimeUnit.SAME_DAY, cutoff=time(15)), "trong ngày; nộp sau 15 giờ"),
    ],
)
def test_times_are_told_with_their_unit(time_row: ProcessingTime, words: str) -> None:
    record = BIRTH.model_copy(update={"times": (time_row,)})

    assert words in answer(record, Part.TIME)


def test_ways_of_filing_never_look_faster_or_slower() -> None:
    rows = tuple(
        ProcessingTime(value=Decimal(days), unit=TimeUnit.WORKING_DAY, case=case)
        for days, case in ((17, "on_time"), (20, "late"))
    )
    text = answer(BIRTH.model_copy(update={"times": rows}), Part.TIME)

    assert "Trong 60 ngày: 17 ngày làm việc" in text
    assert "trực tuyến" not in text
    assert "qua mạng" not in text


def test_what_the_officer_can_look_up_is_not_asked_for() -> None:
    text = answer(BIRTH, Part.DOCUMENTS)

    before, after = text.split("Chỉ khi cán bộ không tra được trên hệ thống mới cần cung cấp:")
    assert "Giấy kết hôn của cha mẹ" in after
    assert "Giấy kết hôn của cha mẹ" not in before


def test_papers_only_to_show_are_told_apart() -> None:
    text = answer(BIRTH, Part.DOCUMENTS)

    assert (
        text.index("Tờ khai") < text.index("xuất trình, không phải nộp:") < text.index("Căn cước")
    )


PAPERS = {
    "shown": RequiredDocument(name="Bản chính", handover=Handover.SHOW),
    "looked up": RequiredDocument(name="Giấy kết hôn", handover=Handover.LOOKUP),
    "at times": RequiredDocument(name="Bản sao", condition="nếu nơi chứng thực không có máy"),
    "of a case": RequiredDocument(name="Đơn", case="late"),
}


@pytest.mark.parametrize(
    "kinds", [("shown",), ("at times", "shown"), ("of a case",), tuple(PAPERS)]
)
@pytest.mark.parametrize("part", [None, Part.DOCUMENTS])
def test_no_label_of_papers_stands_with_nothing_under_it(
    kinds: tuple[str, ...], part: Part | None
) -> None:
    papers = tuple(PAPERS[kind] for kind in kinds)

    blocks, _ = wording.answer(
        BIRTH.model_copy(update={"documents": papers}), part, Setting(COMMUNE, TODAY)
    )

    labels = [isinstance(one, Paragraph) and one.text.endswith(":") for one in blocks]
    assert not any(one and other for one, other in pairwise(labels))
    assert all(paper.name in said(blocks) for paper in papers)


def test_a_brief_answer_keeps_papers_not_to_hand_in_to_one_line_each() -> None:
    lines = answer(BIRTH).splitlines()

    assert sum("xuất trình, không phải nộp: Căn cước" in line for line in lines) == 1
    assert sum("mới cần cung cấp: Giấy kết hôn của cha mẹ" in line for line in lines) == 1


def test_a_confirmed_answer_carries_no_reservation() -> None:
    assert "Cần xác nhận tại quầy" not in answer(BIRTH, Part.TIME)


def test_what_is_not_confirmed_is_said_so_once_with_the_phone() -> None:
    marks = dict.fromkeys((Part.DOCUMENTS, Part.TIME, Part.FEE), Mark.GENERAL)
    text = answer(BIRTH.model_copy(update={"marks": marks}))

    assert "Cần xác nhận tại quầy: giấy tờ cần có và nơi nộp (Trung tâm" in text
    assert text.count("0000 000 001") == 1


@pytest.mark.parametrize("mark", [Mark.GENERAL, Mark.CONFLICTING])
@pytest.mark.parametrize(("part", "label"), [(Part.FEE, "Lệ phí"), (Part.TIME, "Thời gian")])
def test_a_doubtful_figure_is_warned_of_on_its_own_line(mark: Mark, part: Part, label: str) -> None:
    lines = answer(BIRTH.model_copy(update={"marks": {part: mark}}), part).splitlines()

    assert lines[1].startswith(label)
    assert "(cần xác nhận tại quầy)" in lines[1]
    assert "\n".join(lines).lower().count("xác nhận tại quầy") == 1
    assert "\n".join(lines).count("0000 000 001") == 1


def test_a_fee_the_council_sets_is_said_not_to_be_known_with_the_phone_once() -> None:
    text = answer(BIRTH, Part.FEE)

    assert "Mức thu cụ thể chưa công bố ở đây. Anh/chị hỏi Trung tâm" in text
    assert text.count("0000 000 001") == 1


@pytest.mark.parametrize("part", [Part.FEE, None])
def test_stale_and_unknown_together_give_the_phone_once(part: Part | None) -> None:
    marks = dict.fromkeys(Part, Mark.GENERAL) | {Part.FEE: Mark.UNKNOWN}
    record = BIRTH.model_copy(update={"fees": (), "marks": marks})

    text = answer(record, part, stale=True)

    assert "chưa có trong thông tin đã công bố" in text
    assert text.count("0000 000 001") == 1


def test_a_local_figure_stands_under_its_own_decision() -> None:
    overlay = Overlay(
        code=BIRTH.code,
        fees=(Fee(kind=FeeKind.AMOUNT, amount=15000, per="lần"),),
        basis="NQ 10/2025/NQ-HĐND",
    )
    record = apply_overlay(BIRTH, overlay)
    own = "Nguồn: lệ phí tại địa phương theo NQ 10/2025/NQ-HĐND; còn lại theo Quyết định 163/QĐ-BTP"

    assert own in answer(record, Part.FEE)
    assert own in answer(record)
    assert "Nguồn: Quyết định 163/QĐ-BTP;" in answer(record, Part.TIME)
    assert "NQ 10/2025/NQ-HĐND" in answer(record, Part.SOURCE)


def test_a_local_time_without_a_decision_is_not_told_as_the_ministrys() -> None:
    half = ProcessingTime(value=Decimal("2.5"), unit=TimeUnit.WORKING_DAY)
    record = apply_overlay(BIRTH, Overlay(code=BIRTH.code, times=(half,)))

    text = answer(record, Part.TIME)

    assert "2,5 ngày làm việc" in text
    assert "thời gian giải quyết tại địa phương theo thông tin của Phường Thử" in text


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

    assert 'Thủ tục "Liên thông cũ" đã được thay bằng thủ tục này (mã 1.001193).' in text


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
