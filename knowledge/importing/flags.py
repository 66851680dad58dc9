"""What the quality gate can find, and what an officer reads about it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from knowledge.procedures import Part


class Flag(StrEnum):
    """A doubt about a part, or a reason to refuse the whole row."""

    TIME_UNIT_MISSING = "time_unit_missing"
    TIME_UNPARSED = "time_unparsed"
    TIME_HOUR_UNCLEAR = "time_hour_unclear"
    TIME_DIFFERS_BY_WAY = "time_differs_by_way"
    TIME_TEXT_DIFFERS = "time_text_differs"
    FREE_LABEL_BUT_NOTE = "free_label_but_note"
    FEE_ZERO_WITHOUT_WORDS = "fee_zero_without_words"
    FEE_AMOUNT_SUSPICIOUS = "fee_amount_suspicious"
    FEE_UNPARSED = "fee_unparsed"
    FEE_NOTE_DIFFERS = "fee_note_differs"
    TIME_FEE_GLUED = "time_fee_glued"
    MENTIONS_ABOLISHED_DISTRICT = "mentions_abolished_district"
    DETAIL_MISSING_WRONG_PAGE = "detail_missing_wrong_page"
    NO_STEPS = "no_steps"
    NO_METHODS = "no_methods"
    NO_COMPONENTS = "no_components"
    NO_AUDIENCE = "no_audience"
    NO_AGENCY = "no_agency"
    NO_LEGAL_BASIS = "no_legal_basis"
    NO_RESULT = "no_result"
    STEPS_SHORT = "steps_short"
    PAPER_TEXT_LONG = "paper_text_long"
    PAPER_CASES_MIXED = "paper_cases_mixed"
    BROKEN_TEXT = "broken_text"
    NAME_DIFFERS = "name_differs"
    NOT_COMMUNE_LEVEL = "not_commune_level"
    UNREADABLE = "unreadable"
    BAD_CODE = "bad_code"
    NO_NAME = "no_name"
    OTHER_PAGE = "other_page"
    DUPLICATE = "duplicate"


LABELS: Final[dict[Flag, str]] = {
    Flag.TIME_UNIT_MISSING: "thời hạn không có đơn vị",
    Flag.TIME_UNPARSED: "không đọc được thời hạn",
    Flag.TIME_HOUR_UNCLEAR: "chưa rõ giờ làm việc hay giờ đồng hồ",
    Flag.TIME_DIFFERS_BY_WAY: "thời hạn khác nhau theo cách nộp (có thể là theo trường hợp)",
    Flag.TIME_TEXT_DIFFERS: "mô tả nêu thời hạn khác với con số",
    Flag.FREE_LABEL_BUT_NOTE: "ghi “Miễn phí” nhưng chú thích nói khác",
    Flag.FEE_ZERO_WITHOUT_WORDS: "ô phí trống hoặc bằng 0, không có chữ miễn",
    Flag.FEE_AMOUNT_SUSPICIOUS: "số tiền mất phần nghìn",
    Flag.FEE_UNPARSED: "không đọc được phí, lệ phí",
    Flag.FEE_NOTE_DIFFERS: "chú thích nêu số tiền khác",
    Flag.TIME_FEE_GLUED: "thời hạn dính liền lệ phí",
    Flag.MENTIONS_ABOLISHED_DISTRICT: "còn nhắc cấp huyện đã bỏ từ 01/7/2025",
    Flag.DETAIL_MISSING_WRONG_PAGE: "chỉ có tên, chi tiết bị trống",
    Flag.NO_STEPS: "thiếu trình tự thực hiện",
    Flag.NO_METHODS: "thiếu cách thức thực hiện",
    Flag.NO_COMPONENTS: "thiếu thành phần hồ sơ",
    Flag.NO_AUDIENCE: "thiếu đối tượng thực hiện",
    Flag.NO_AGENCY: "thiếu cơ quan giải quyết",
    Flag.NO_LEGAL_BASIS: "thiếu căn cứ pháp lý",
    Flag.NO_RESULT: "thiếu kết quả",
    Flag.STEPS_SHORT: "trình tự quá ngắn",
    Flag.PAPER_TEXT_LONG: "một giấy tờ dài bất thường (nhiều giấy tờ dính liền)",
    Flag.PAPER_CASES_MIXED: "giấy tờ của nhiều trường hợp lẫn vào nhau",
    Flag.BROKEN_TEXT: "chữ bị lỗi mã hoặc có ký tự điều khiển",
    Flag.NAME_DIFFERS: "tên khác với bản đang dùng",
    Flag.NOT_COMMUNE_LEVEL: "không phải thủ tục cấp xã",
    Flag.UNREADABLE: "không đọc được dòng này",
    Flag.BAD_CODE: "mã thủ tục sai hoặc thiếu",
    Flag.NO_NAME: "thiếu tên thủ tục",
    Flag.OTHER_PAGE: "nội dung của thủ tục khác",
    Flag.DUPLICATE: "trùng mã với dòng trước",
}

REFUSING: Final = frozenset(
    {
        Flag.NOT_COMMUNE_LEVEL,
        Flag.UNREADABLE,
        Flag.BAD_CODE,
        Flag.NO_NAME,
        Flag.OTHER_PAGE,
        Flag.DUPLICATE,
    }
)
"""With one of these the row is not imported at all."""

PARTS: Final[dict[Flag, Part]] = {
    Flag.TIME_UNIT_MISSING: Part.TIME,
    Flag.TIME_UNPARSED: Part.TIME,
    Flag.TIME_HOUR_UNCLEAR: Part.TIME,
    Flag.FREE_LABEL_BUT_NOTE: Part.FEE,
    Flag.FEE_ZERO_WITHOUT_WORDS: Part.FEE,
    Flag.FEE_AMOUNT_SUSPICIOUS: Part.FEE,
    Flag.FEE_UNPARSED: Part.FEE,
    Flag.NO_STEPS: Part.STEPS,
    Flag.NO_COMPONENTS: Part.DOCUMENTS,
    Flag.NO_AUDIENCE: Part.APPLICANTS,
    Flag.NO_AGENCY: Part.AGENCY,
    Flag.NO_LEGAL_BASIS: Part.LEGAL_BASIS,
    Flag.NO_RESULT: Part.RESULT,
}
"""The part a doubt makes unknown; for the others the finding names its part."""

CONFLICTS: Final = frozenset(
    {
        Flag.TIME_DIFFERS_BY_WAY,
        Flag.TIME_TEXT_DIFFERS,
        Flag.FEE_NOTE_DIFFERS,
        Flag.PAPER_TEXT_LONG,
        Flag.PAPER_CASES_MIXED,
    }
)
"""Doubts that leave the figure standing, said with "cần xác nhận tại quầy"."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One doubt about one row."""

    flag: Flag
    parts: tuple[Part, ...] = ()
    detail: str = ""

    @property
    def refuses(self) -> bool:
        """Whether the row cannot be imported."""
        return self.flag in REFUSING

    @property
    def label(self) -> str:
        """What an officer reads."""
        return f"{LABELS[self.flag]}: {self.detail}" if self.detail else LABELS[self.flag]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is not imported, and why."""

    file: str
    line: int
    code: str
    findings: tuple[Finding, ...]

    def __str__(self) -> str:
        why = "; ".join(finding.label for finding in self.findings)
        return f"{self.file}:{self.line}: {why}"


def finding(flag: Flag, detail: str = "", *parts: Part) -> Finding:
    """A finding on the parts given, or on the one the flag is about."""
    about = parts or ((PARTS[flag],) if flag in PARTS else ())
    return Finding(flag, about, detail)
