"""A text as it is read aloud: facts in words, short forms in full, signs as pauses."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from knowledge.surfaces import spoken
from knowledge.surfaces.stated import Kind, Stated, facts

_SHORT: Final = {
    "UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân", "UBMTTQ": "Ủy ban Mặt trận Tổ quốc",
    "TTHC": "thủ tục hành chính", "DVC": "dịch vụ công", "CCCD": "căn cước công dân",
    "CMND": "chứng minh nhân dân", "BHYT": "bảo hiểm y tế", "BHXH": "bảo hiểm xã hội",
    "BHTN": "bảo hiểm thất nghiệp", "NVQS": "nghĩa vụ quân sự", "PCCC": "phòng cháy chữa cháy",
    "GTGT": "giá trị gia tăng", "TNCN": "thu nhập cá nhân", "THCS": "trung học cơ sở",
    "THPT": "trung học phổ thông", "TDP": "tổ dân phố", "TP": "thành phố", "GCN": "giấy chứng nhận",
    "QSDĐ": "quyền sử dụng đất", "CBCC": "cán bộ công chức", "HTX": "hợp tác xã",
    "OTP": "ô tê pê",
    "PAKN": "phản ánh, kiến nghị", "CA": "công an", "QĐ": "quyết định", "NĐ": "nghị định",
    "NQ": "nghị quyết", "TT": "thông tư", "KH": "kế hoạch", "VNeID": "vi en ây i đi",
}  # fmt: skip
"""What officials write short, in full; other capitals without a vowel are spelled."""
_UNITS: Final = {
    "đ": "đồng", "đồng": "đồng", "VNĐ": "đồng", "VND": "đồng", "₫": "đồng", "km": "ki-lô-mét",
    "m": "mét", "m2": "mét vuông", "m²": "mét vuông", "m3": "mét khối", "m³": "mét khối",
    "ha": "héc-ta", "kg": "ki-lô-gam", "cm": "xăng-ti-mét", "mm": "mi-li-mét", "kV": "ki-lô-vôn",
    "kWh": "ki-lô-oát giờ", "°C": "độ C", "l": "lít",
}  # fmt: skip
_UNIT: Final = re.compile(
    r"(\s?)(" + "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True)) + r")(?!\w)"
)
_PER: Final = "người|hộ|bản|lần|tháng|năm|trường hợp|hồ sơ|thửa|giấy|trang|ngày|giờ|lượt|suất|m"
"""What an amount is counted by: "đồng/người" is "đồng một người"."""
_CALLED: Final = re.compile(r"(?:gọi|số|máy|thoại|tổng đài|hotline|nóng|hoặc|,)$")
_CODED: Final = re.compile(r"(?:kết thúc bằng|mã số)$")
_SHORT_PHONES: Final = frozenset({"111", "112", "113", "114", "115"})
_ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9,
                 "X": 10, "XI": 11, "XII": 12}  # fmt: skip
_NUMBERED: Final = re.compile(
    r"(?i:\b(quý|đợt|kỳ|khoá|khóa|chương|khu|khu phố|tổ|phần|mục|bậc|hạng)\s+)([IVX]+)\b(/?)"
)
_CAPITALS: Final = re.compile(r"(?<![\w-])(?:VNeID|[A-ZĐ]{2,7})(?![\w-])")
_VOWEL: Final = re.compile("[AEIOUY]")
_RANGE: Final = re.compile(r"\s*[-–—]\s*")
_SIGNS: Final = (
    (re.compile(r"(?i)\bđ/c\b"), "địa chỉ"),
    (re.compile(r"(?<=\w)\s*/\s*(?=và\b|hoặc\b)"), " "),
    (re.compile(rf"(?<=\w)\s*/\s*(?=(?:{_PER})\b)"), " một "),
    (re.compile(r"(?i)\b(anh|ông|bố|cha)\s*/\s*(chị|bà|mẹ)\b"), r"\1 \2"),
    (re.compile(r"(?:^|(?<=\s))/(?=[^\W\d])"), "gạch chéo "),
    (re.compile(r"(?<=\w)\s*/\s*(?=\w)"), ", "),
    (re.compile(r"\s*&\s*"), " và "),
    (re.compile(r"\s+[-–—]\s+|\s*[;()\[\]→]+\s*"), ", "),
    (re.compile(r"[\"“”‘’'«»*_☐•]"), ""),
    (re.compile(r"^\s*[-–—+]\s+"), ""),
    (re.compile(r"\s*\+\s*"), " cộng "),
    (re.compile(r"\s*=\s*"), " bằng "),
    (re.compile(r"(?<=\w)-(?=\w)(?![a-zà-ỹ])"), " "),
)
_TIDY: Final = ((re.compile(r"\s*,(?:\s*,)*"), ","), (re.compile(r",\s*([.!?:])"), r"\1"),
                (re.compile(r"\s{2,}"), " "), (re.compile(r",\s*$"), ""))  # fmt: skip


def aloud(text: str) -> str:
    """The line as it is said: no figure, no short form and no sign is left in it."""
    out, at = "", 0
    for fact in facts(text):
        if fact.start < at:  # the 2 of "m2"
            continue
        gap = text[at : fact.start]
        if at and _RANGE.fullmatch(gap):
            out += " đến "
        else:
            out += _words(gap)
        said, at = _fact(fact, text)
        out += _apart(out, said)
    out += _words(text[at:])
    for pattern, by in _TIDY:
        out = pattern.sub(by, out)
    return out.strip()


def _apart(before: str, said: str) -> str:
    return f" {said}" if before and not before[-1].isspace() else said


def _fact(fact: Stated, text: str) -> tuple[str, int]:
    """How a fact is said, and where the text goes on: after its unit if it has one."""
    said, at = _said(fact, text[: fact.start].rstrip().lower()), fact.end
    if fact.kind is Kind.NUMBER and (unit := _UNIT.match(text, at)):
        said, at = f"{said} {_UNITS[unit.group(2)]}", unit.end()
    if fact.kind is Kind.NUMBER and (per := re.match(r"\s*/\s*(?=[^\W\d])", text[at:])):
        said, at = f"{said} một ", at + per.end()
    follows = at < len(text) and text[at].isalpha()
    return f"{said} " if follows and not said.endswith(" ") else said, at


def _said(fact: Stated, before: str) -> str:
    return _SAID[fact.kind](fact.text, before)


def _month(text: str, before: str) -> str:
    month, year = text.split("/")
    named = "" if before.endswith("tháng") else "tháng "
    return f"{named}{spoken.month_name(int(month))} năm {spoken.number(int(year))}"


def _hour(text: str, _: str) -> str:
    hours, minutes = re.findall(r"\d+", f"{text}:0")[:2]
    return spoken.hour(int(hours), int(minutes))


def _number(text: str, before: str) -> str:
    """Numbers one calls for help, and a code's last figures, are read figure by figure."""
    called = (text in _SHORT_PHONES and _CALLED.search(before)) or _CODED.search(before)
    return spoken.one_by_one(text) if called else spoken.figure(text)


def _date(text: str, before: str) -> str:
    parts = [int(one) for one in re.split(r"[/.-]", text)]
    said = spoken.date(*parts)
    if before.endswith(("mùng", "mồng")):
        return said.removeprefix("mùng ")
    return said if before.endswith("ngày") else f"ngày {said}"


_SAID: Final[Mapping[Kind, Callable[[str, str], str]]] = {
    Kind.WEB: lambda text, _: spoken.address(text),
    Kind.CODE: lambda text, _: spoken.code(text),
    Kind.LEGAL: lambda text, _: spoken.code(text),
    Kind.PHONE: lambda text, _: spoken.phone(text),
    Kind.DATE: _date,
    Kind.MONTH: _month,
    Kind.PLOT: lambda text, _: " xẹt ".join(spoken.figure(one) for one in text.split("/")),
    Kind.HOUR: _hour,
    Kind.PERCENT: lambda text, _: f"{spoken.figure(text.rstrip('% ').replace('.', ','))} phần trăm",
    Kind.NUMBER: _number,
}


def _words(text: str) -> str:
    text = _NUMBERED.sub(_counted, text)
    text = _CAPITALS.sub(lambda one: _in_full(one.group()), text)
    for pattern, by in _SIGNS:
        text = pattern.sub(by, text)
    return text


def _counted(found: re.Match[str]) -> str:
    value = _ROMAN.get(found.group(2))
    of_year = " năm " if found.group(3) else ""
    return f"{found.group(1)} {spoken.number(value)}{of_year}" if value else found.group()


def _in_full(short: str) -> str:
    if short in _SHORT:
        return _SHORT[short]
    return short if _VOWEL.search(short) else spoken.code(short)
