"""P-11 in the shipped records: what stands in a national database is not asked for first."""

import re

from knowledge.loading import load_procedures
from knowledge.procedures import Handover

IN_A_DATABASE = re.compile(
    r"căn cước|chứng nhận kết hôn|khai tử|chứng tử|tình trạng hôn nhân|nơi cư trú|giấy khai sinh",
    re.IGNORECASE,
)
ASKED_FOR = {
    ("1.014063", "Thẻ căn cước, căn cước công dân đang dùng"): "the old card is handed back",
    ("3.000228", "Hồ sơ cấp thẻ căn cước, làm cùng lúc"): "a dossier, not the card",
    ("1.001612", "Thẻ căn cước của người ủy quyền"): "of who has no account only",
    ("1.004873", "Giấy xác nhận tình trạng hôn nhân đã cấp trước đó"): "the old one is handed back",
    ("1.004884", "Bản sao Giấy khai sinh đã được cấp hợp lệ"): "the register of it is lost",
    (
        "1.004884",
        "Bản sao mọi giấy tờ có thông tin khai sinh: căn cước, hộ chiếu, học bạ, bằng cấp …",
    ): "the register of it is lost",
    (
        "1.004772",
        "Bản sao toàn bộ giấy tờ có thông tin khai sinh: căn cước, hộ chiếu, học bạ, bằng cấp …",
    ): "there never was a register entry",
    ("1.004746", "Bản sao Giấy chứng nhận kết hôn cấp trước đây"): "the register of it is lost",
    (
        "2.002189",
        "Bản sao giấy chứng nhận kết hôn do nước ngoài cấp, đã dịch và hợp pháp hóa lãnh sự",
    ): "issued abroad",
    ("1.005461", "Bản sao Giấy chứng tử cấp trước đây"): "the register of it is lost",
    (
        "2.000806",
        "Giấy chứng minh tình trạng hôn nhân của người nước ngoài do nước họ cấp",
    ): "issued abroad",
    (
        "2.000806",
        "Giấy xác nhận tình trạng hôn nhân do cơ quan đại diện Việt Nam cấp",
    ): "issued by a mission abroad, to who lives there",
    ("2.001263", "Giấy khai sinh của trẻ"): "not among what the portal's steps say data replace",
}
"""Papers of these names that a record does ask for, and why."""


def test_a_paper_of_a_national_database_is_asked_for_only_with_a_reason() -> None:
    asked = {
        (record.code, paper.name)
        for record in load_procedures()
        for paper in record.documents
        if paper.handover is Handover.SUBMIT and paper.form is None
        if IN_A_DATABASE.search(paper.name)
    }

    assert asked == set(ASKED_FOR)


def test_a_birth_paper_signed_electronically_is_not_asked_for_on_paper() -> None:
    names = {
        paper.name
        for record in load_procedures()
        for paper in record.documents
        if paper.name.startswith("Giấy chứng sinh") and "nước ngoài" not in paper.name
    }

    assert names
    assert [name for name in names if "không phải nộp bản giấy" not in name] == []
