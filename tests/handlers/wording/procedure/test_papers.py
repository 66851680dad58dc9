"""Papers and ways of filing as told: what to hand in, what only to show, what to leave at home."""

from decimal import Decimal
from itertools import pairwise

import pytest

from handlers.messages import Paragraph
from handlers.wording import procedure as wording
from handlers.wording.procedure import Setting
from knowledge.procedures import Handover, Part, ProcessingTime, RequiredDocument, TimeUnit
from tests.handlers.wording.procedure.record import BIRTH, COMMUNE, TODAY, answer, said


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
