"""The words officers write in the commune's sheet, both ways."""

from collections.abc import Mapping
from typing import Final

from knowledge.overlay import Overlay
from knowledge.procedures import (
    Desk,
    Fee,
    FeeKind,
    OnlineLevel,
    Part,
    Procedure,
    ProcessingTime,
    SubmissionWay,
    TimeUnit,
)

LEVELS: Final[dict[str, OnlineLevel]] = {
    "toan trinh": OnlineLevel.FULL,
    "mot phan": OnlineLevel.PARTIAL,
    "chi thong tin": OnlineLevel.INFO_ONLY,
    "cung cap thong tin": OnlineLevel.INFO_ONLY,
}
DESKS: Final[dict[str, Desk]] = {
    "mot cua": Desk.PSC,
    "trung tam": Desk.PSC,
    "trung tam phuc vu hanh chinh cong": Desk.PSC,
    "cong an": Desk.POLICE,
    "bao hiem": Desk.INSURANCE,
    "bao hiem xa hoi": Desk.INSURANCE,
}
PARTS: Final[dict[str, Part]] = {
    "giay to": Part.DOCUMENTS,
    "le phi": Part.FEE,
    "phi": Part.FEE,
    "thoi han": Part.TIME,
    "noi nop": Part.PLACE,
    "co quan": Part.AGENCY,
    "ket qua": Part.RESULT,
}
_MARKED: Final[dict[object, str]] = {
    OnlineLevel.FULL: "toàn trình",
    OnlineLevel.PARTIAL: "một phần",
    OnlineLevel.INFO_ONLY: "chỉ thông tin",
    Desk.PSC: "một cửa",
    Desk.POLICE: "công an",
    Desk.INSURANCE: "bảo hiểm",
    Part.DOCUMENTS: "giấy tờ",
    Part.FEE: "lệ phí",
    Part.TIME: "thời hạn",
    Part.PLACE: "nơi nộp",
    Part.AGENCY: "cơ quan",
    Part.RESULT: "kết quả",
}
BY_COUNCIL: Final = "HĐND tỉnh quy định"
_WAYS: Final = {
    SubmissionWay.IN_PERSON: "trực tiếp",
    SubmissionWay.POST: "bưu chính",
    SubmissionWay.ONLINE: "trực tuyến",
}
_UNITS: Final = {
    TimeUnit.WORKING_HOUR: "giờ làm việc",
    TimeUnit.HOUR: "giờ",
    TimeUnit.WORKING_DAY: "ngày làm việc",
    TimeUnit.DAY: "ngày",
    TimeUnit.MONTH: "tháng",
}


def word_for(words: Mapping[str, object], value: object) -> str:
    """How an officer writes a value; empty for none."""
    return _MARKED.get(value, "") if value in words.values() else ""


def said_times(said: Procedure | Overlay, case: str | None) -> str:
    """The times of one case, as an officer would write them."""
    return "; ".join(_time(row) for row in said.times if row.case == case)


def said_fees(said: Procedure | Overlay, case: str | None) -> str:
    """The fees of one case, as an officer reads them: with the way of filing they hold for."""
    return "; ".join(_with_way(row) for row in said.fees if row.case == case)


def filled_fees(said: Overlay, case: str | None, *, online: bool) -> str:
    """The commune's own fees of one case and way of filing, as an officer writes them."""
    rows = (row for row in said.fees if row.case == case)
    return "; ".join(_fee(row) for row in rows if (row.way is SubmissionWay.ONLINE) is online)


def _time(row: ProcessingTime) -> str:
    if row.unit is TimeUnit.SAME_DAY:
        return "trong ngày"
    if row.value is None or row.unit is None:
        return row.text or ""
    return f"{row.value.normalize():f} {_UNITS[row.unit]}".replace(".", ",")


def _with_way(row: Fee) -> str:
    return f"{_WAYS[row.way]}: {_fee(row)}" if row.way is not None else _fee(row)


def _fee(row: Fee) -> str:
    if row.kind is FeeKind.EXEMPT:
        return "miễn"
    if row.kind is FeeKind.AMOUNT and row.amount is not None:
        amount = f"{row.amount:,}".replace(",", ".") + "đ"
        return f"{amount}/{row.per}" if row.per else amount
    if row.kind is FeeKind.COUNCIL:
        return f"{BY_COUNCIL} ({row.text.rstrip('.')})" if row.text else BY_COUNCIL
    return row.text or ("chưa rõ" if row.kind is FeeKind.UNKNOWN else "")
