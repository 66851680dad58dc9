"""Rows of a register, read: codes, dates, statuses, and what is left outside."""

from collections.abc import Mapping
from datetime import date

import pytest

from knowledge.dossiers.dossier import Flag
from knowledge.dossiers.entries import Entry
from knowledge.dossiers.mapping import MappingError, mapping_of
from knowledge.dossiers.moments import read_moment
from knowledge.dossiers.reading import Reader, Refused
from knowledge.dossiers.sources import RegisterRow
from knowledge.dossiers.statuses import DossierStatus
from knowledge.procedures import SubmissionWay
from tests.knowledge.dossiers.lives import CALENDAR, at

ROW = {
    "Số hồ sơ": "h32.12.05 – 261119 – 7",
    "Mã thủ tục": "1.004873.H32",
    "Tên thủ tục": "Cấp Giấy xác nhận tình trạng hôn nhân",
    "Họ và tên": "Nguyễn Thị Bí Đao",
    "Địa chỉ": "12 Lê Lợi",
    "SĐT": "0901 234 567",
    "Số CCCD": "056090001234",
    "Ngày tiếp nhận": "19/11/2026 09:00",
    "Ngày hẹn trả": "25/11/2026",
    "Trạng thái": "Đang xử lý",
    "Ngày cập nhật trạng thái": "20/11/2026 08:30",
    "Cán bộ xử lý": "Trần Văn Mẫu",
    "Hình thức nộp": "Trực tuyến",
    "Nội dung xử lý": "Gọi lại 0901234567, chờ xác minh",
}


class Known:
    """A catalogue that knows one procedure."""

    def resolve(self, code: str, name: str, day: date) -> tuple[str | None, int | None]:
        del name, day
        return (code or None), (3 if code == "1.004873" else None)


def reader(prefixes: tuple[str, ...] = (), **columns: tuple[str, ...]) -> Reader:
    return Reader(mapping_of(columns, {}), CALENDAR, Known(), prefixes, at("2026-11-23 08:00"))


def read(values: Mapping[str, str], using: Reader | None = None) -> Entry | Refused:
    return next(iter((using or reader()).read([RegisterRow(5, values)])))


def taken(values: Mapping[str, str], using: Reader | None = None) -> Entry:
    found = read(values, using)
    assert isinstance(found, Entry), found
    return found


def test_a_row_is_read_without_its_person() -> None:
    found = taken(ROW)
    assert found.code == "H32.12.05-261119-0007"
    assert (found.procedure, found.version) == ("1.004873", 3)
    assert found.way is SubmissionWay.ONLINE
    assert found.due_at == at("2026-11-25 17:00")
    assert [(one.status, one.at, one.given) for one in found.events] == [
        (DossierStatus.ACCEPTED, at("2026-11-19 09:00"), True),
        (DossierStatus.PROCESSING, at("2026-11-20 08:30"), False),
    ]
    assert found.fours == {"4567", "1234"}
    for word in ("Bí Đao", "Lê Lợi", "0901", "4567", "1234"):
        assert word not in repr(found)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"Số hồ sơ": ""}, "thiếu mã hồ sơ"),
        ({"Số hồ sơ": "H32.12.05-261323-0007"}, "ngày không có thật"),
        ({"Số hồ sơ": "H32.12.05-261124-0007"}, "sau hôm nay"),
        ({"Số hồ sơ": "H32.12.05-170101-0007"}, "trước năm 2018"),
        ({"Số hồ sơ": "1.001193"}, "không đúng dạng"),
        ({"Ngày hẹn trả": "mai"}, "ngày hẹn trả không đọc được"),
        ({"Ngày tiếp nhận": "31/02/2026"}, "ngày tiếp nhận không đọc được"),
        (
            {"Trạng thái": "", "Ngày tiếp nhận": "", "Ngày cập nhật trạng thái": ""},
            "không có trạng",
        ),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_why(change: dict[str, str], why: str) -> None:
    found = read({**ROW, **change})
    assert isinstance(found, Refused)
    assert found.line == 5
    assert why in found.why
    assert "Bí Đao" not in found.why


def test_a_bad_row_stops_no_other() -> None:
    rows = [RegisterRow(2, {**ROW, "Số hồ sơ": "?"}), RegisterRow(3, ROW)]
    assert [type(one) for one in reader().read(rows)] == [Refused, Entry]


@pytest.mark.parametrize(
    "code", ["000.22.34.H32-230911-0001", "G01.899.108.001-260701-010023", "H32.12.05-260923-12345"]
)
def test_every_form_of_code_is_taken(code: str) -> None:
    assert taken({**ROW, "Số hồ sơ": code}).code == code


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("1", DossierStatus.REGISTERED),
        ("10", DossierStatus.RETURNED),
        ("4 - Đang xử lý", DossierStatus.PROCESSING),
        ("ĐÃ TRẢ KẾT QUẢ (đúng hạn)", DossierStatus.RETURNED),
        ("yeu cau bo sung giay to", DossierStatus.SUPPLEMENT_NEEDED),
        ("processing", DossierStatus.PROCESSING),
        ("11", DossierStatus.UNKNOWN),
        ("Chờ trình ký", DossierStatus.UNKNOWN),
    ],
)
def test_a_status_is_known_by_code_or_by_name(raw: str, status: DossierStatus) -> None:
    assert mapping_of({}, {}).status(raw) is status


def test_the_settings_name_columns_and_statuses_of_their_software() -> None:
    mapping = mapping_of({"code": ("Mã PAKN",)}, {"Chờ trình ký": "processing", "99": "8"})
    assert mapping.column("MA PAKN") == "code"
    assert mapping.column("Mã hồ sơ") is None
    assert mapping.status("chờ trình ký") is DossierStatus.PROCESSING
    assert mapping.status("99") is DossierStatus.STOPPED
    with pytest.raises(MappingError, match="các cột: "):
        mapping_of({"codes": ("x",)}, {})
    with pytest.raises(MappingError, match="các trạng thái: "):
        mapping_of({}, {"x": "xong"})


def test_a_present_status_without_its_time_is_as_old_as_the_copy() -> None:
    row = {**ROW, "Ngày cập nhật trạng thái": ""}
    found = taken(row)
    assert found.now_at is not None
    assert (found.now_at.at, found.now_at.status) == (
        at("2026-11-23 08:00"),
        DossierStatus.PROCESSING,
    )
    assert taken({**row, "Trạng thái": "Đã tiếp nhận"}).now_at is None


def test_a_refusal_keeps_its_reason_and_no_other_status_does() -> None:
    row = {**ROW, "Lý do từ chối": "Thiếu tờ khai, gọi 0901234567", "Hình thức trả": "Qua bưu điện"}
    refused = taken({**row, "Trạng thái": "Từ chối tiếp nhận"})
    assert refused.events[-1].reason == "Thiếu tờ khai, gọi …"
    assert refused.return_way is SubmissionWay.POST
    assert taken(row).events[-1].reason == ""
    assert taken(ROW).return_way is None


@pytest.mark.parametrize(
    ("told", "way"),
    [
        ("Nhận tại quầy", SubmissionWay.IN_PERSON),
        ("qua bưu chính công ích", SubmissionWay.POST),
        ("Bản điện tử", SubmissionWay.ONLINE),
        ("Máy bay", None),
    ],
)
def test_how_the_result_is_asked_for(told: str, way: SubmissionWay | None) -> None:
    assert taken({**ROW, "Hình thức nhận kết quả": told}).return_way is way


def test_a_supplement_keeps_what_is_missing_and_until_when() -> None:
    found = taken(
        {
            **ROW,
            "Trạng thái": "5",
            "Giấy tờ cần bổ sung": "- Bản sao CCCD 056090001234\n- Đơn có chữ ký",
            "Hạn bổ sung": "11/12/2026",
        }
    )
    asked = found.events[-1]
    assert asked.items == ("- Bản sao CCCD …", "- Đơn có chữ ký")
    assert asked.closing == date(2026, 12, 11)
    assert asked.note == ""


def test_officers_own_words_are_read_only_where_the_settings_name_their_column() -> None:
    found = taken(ROW, reader(note=("Nội dung xử lý",)))
    assert found.events[-1].note == "Gọi lại …, chờ xác minh"


def test_an_apology_in_the_register_is_read_with_its_new_date() -> None:
    found = taken({**ROW, "Ngày hẹn lại": "27/11/2026", "Ngày xin lỗi": "23/11/2026 07:30"})
    (apology,) = found.apologies
    assert (apology.at, apology.new_due_at) == (at("2026-11-23 07:30"), at("2026-11-27 17:00"))
    assert not apology.approved


def test_what_the_row_itself_is_wrong_about_is_flagged_not_refused() -> None:
    assert taken(ROW, reader(("H32.12",))).flags == frozenset()
    assert taken(ROW, reader(("H32.13",))).flags == {Flag.FOREIGN_PREFIX}
    assert taken(ROW, reader(("H32.1",))).flags == {Flag.FOREIGN_PREFIX}
    assert taken({**ROW, "Mã thủ tục": "9.999999"}).flags == {Flag.UNKNOWN_PROCEDURE}
    assert taken({**ROW, "Mã thủ tục": "TT-12"}).procedure is None


@pytest.mark.parametrize(
    ("text", "moment", "with_hour"),
    [
        ("20/11/2026 14:59", "2026-11-20 14:59", True),
        ("14:59 20/11/2026", "2026-11-20 14:59", True),
        ("14 giờ 59 phút, ngày 20/11/2026", "2026-11-20 14:59", True),
        ("14h59 ngày 20-11-2026", "2026-11-20 14:59", True),
        ("2026-11-20 14:59:00", "2026-11-20 14:59", True),
        ("2026-11-20T14:59:00", "2026-11-20 14:59", True),
        ("2026-11-20T07:59:00Z", "2026-11-20 14:59", True),
        ("2026-11-20T14:59:00+07:00", "2026-11-20 14:59", True),
        ("20/11/2026", "2026-11-20 00:00", False),
        ("9/1/2026", "2026-01-09 00:00", False),
        ("2026-11-20", "2026-11-20 00:00", False),
    ],
)
def test_dates_are_read_as_registers_print_them(text: str, moment: str, with_hour: bool) -> None:
    assert read_moment(text) == (at(moment), with_hour)


@pytest.mark.parametrize(
    "text", ["", "mai", "20/13/2026", "2026-02-30", "25:00 20/11/2026", "46346"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_moment(text)
