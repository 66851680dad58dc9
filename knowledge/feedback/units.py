"""Whether an answer says who answers."""

import re
from collections.abc import Iterable
from typing import Final

from knowledge.text.folding import fold, is_marked, words

_ALONE: Final = (
    "ubnd", "uỷ ban", "ủy ban", "hđnd", "mttq", "mặt trận", "một cửa", "chủ tịch", "giám đốc",
    "hộ tịch", "tư pháp", "địa chính", "công an", "kiểm lâm", "điện lực", "bảo hiểm xã hội",
    "hợp tác xã", "đoàn thanh niên", "đoàn phường", "đoàn xã", "công chức", "trực ban", "ttpvhcc",
    "chqs", "xí nghiệp", "văn phòng", "thú y", "trưởng thôn", "trưởng ấp",
    "trưởng khu phố", "tổ trưởng", "tổ dân phố", "lãnh đạo", "cảnh sát",
    "thuế cơ sở", "đài truyền thanh", "dân phòng", "dân quân", "bảo vệ chợ", "trưởng ngõ",
    "cảng vụ", "kho bạc", "toà án", "tòa án", "viện kiểm sát", "htx", "xã đoàn", "bưu cục",
    "ngân hàng", "biên phòng", "quản lý thị trường", "quỹ đất", "ban quản trị",
    "liên đoàn", "thành đoàn", "bql",
)  # fmt: skip
"""What names an office by itself."""
_LED: Final = re.compile(
    r"\b(?:phòng(?! (?:\d|(?:số|khám|họp|ngủ|trọ|chống|cháy|ngừa|thân|tránh|sinh|bị|dại|bệnh|dịch|"
    r"khi|hờ)\b))|bộ phận(?! (?:liên quan|chuyên môn|có |chức năng|phụ trách|tiếp nhận(?! và)))|"
    r"trung tâm(?! (?:của|là|thành|và|cấp cứu))|"
    r"trạm(?! (?:bơm|biến|xe|dừng|trung|thu|xăng|chợ|tạm|cách|kế|cũ|mới|này|đó|cuối|đầu|chờ|"
    r"bot|bê|tăng|trộn|sạc|cân|phát|rửa|quan|điện|nghỉ|gác)\b)|"
    r"chi nhánh|chi cục|công ty|"
    r"ban (?:chỉ|quản|điều|công|giám|an|tiếp|dân|thanh|tổ|đại|bồi)|cty|"
    r"đoàn (?:kiểm|liên|thanh)|"
    r"(?:cán bộ|đài|quầy|tổ trưởng)(?: [^\W\d_]+){0,2} (?:phường|xã|ấp|thôn)|"
    r"(?:cán bộ|quầy) (?:kinh|văn|xây|đô|môi|hộ|tư|địa|giao)|đội(?! (?:mũ|nón|sổ|giá|lên))|"
    r"hội (?:đồng|liên|phụ|nông|cựu|chữ|người|khuyến|bảo|nghề|làm)|(?<!cơ )(?<!trụ )(?<!xứ )"
    r"sở(?! (?:hữu|dĩ|thích|trường)\b)|"
    r"tổ(?! (?:quốc|chức|tiên|ấm|ong|\d)))\s+[^\W\d_]+|\bquầy (?:số )?\d|"
    r"\b(?:anh em|anh|chị|chú|cô|thợ|người)(?: [^\W\d_]+)? bên (?!em|kia|khác|đó|mình|ấy|này|"
    r"cạnh|hông|trong|ngoài|nhà)[^\W\d_]+"
)
"""A word that begins the name of one: "đội thoát nước"; "tổ 8" is a place."""
_QUARTER: Final = re.compile(
    r"(?<!văn hóa )(?<!văn hoá )(?<!sinh hoạt )(?<!trong )(?<!ở )(?<!tại )(?<!đầu )(?<!cuối )"
    r"(?<!con )(?<!các )(?<!toàn )(?<!khắp )(?<!hộ )(?<!dân )\bkhu phố\b|"
    r"(?<!sau )(?<!trước )(?<!cạnh )(?<!gần )(?<!ở )(?<!tại )(?<!ra )(?<!đến )"
    r"(?<!qua )\bbưu điện\b|"
    r"(?<!bồn )(?<!việc )\bcấp nước (?:đã|báo|hẹn|cử|xin|nhận)\b"
)
"""Who acts for a quarter, the post or the water works; "văn hóa khu phố" is a place, "xe bồn cấp
nước" a deed."""
_WARD: Final = re.compile(
    r"(?:^|[.,;:!?–\n(]\s*|\d\s+|\b(?:dạ|thưa|và|nên|nhưng|để|thì|khi|do|vì|giúp|mong|nhờ|báo|cùng|bên|nay|"
    r"qua|sớm|chiều|sáng|tối|còn|là|với|phía|gửi|mà|đã|được|bị|cho)\s+)(?:phường|xã)\b"
    r"(?! (?:mình|ta|khác|này|em|nào))"
)
"""The ward as who speaks or acts: "phường đã thay"; in "đường trong phường" it is a place."""
_FOLDED: Final = re.compile(
    r"\b(?:(?:phuong|xa) (?:da|se|cung|nhan|xin|mau|dang|vua|cho|kiem|tra|hop)|"
    r"(?:phong|doi|bo phan|tram|to) (?:kinh te|van hoa|tu phap|y te|cong ich|thoat nuoc|trat tu|"
    r"tuan tra|hoa giai|ho tich|mot cua)|ban (?:chi huy|quan ly|dieu hanh)|trung tam phuc vu)\b"
)
_ALONE_FOLDED: Final = tuple(f" {fold(one)} " for one in _ALONE)


def units_named(reply: str, units: Iterable[str]) -> bool:
    """Whether an office or a unit of the ward is named.

    Marks decide where they are written: "dời thùng" is no "đội thùng".
    """
    folded = f" {fold(reply)} "
    if any(f" {fold(one)} " in folded for one in units):
        return True
    if not any(map(is_marked, words(reply))):
        return _FOLDED.search(folded) is not None or any(one in folded for one in _ALONE_FOLDED)
    said = f" {' '.join(words(reply.lower()))} "
    return (
        any(f" {one} " in said for one in _ALONE)
        or _LED.search(said) is not None
        or _QUARTER.search(said) is not None
        or _WARD.search(reply.lower()) is not None
    )
