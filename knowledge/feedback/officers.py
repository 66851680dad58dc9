"""Whether a name in an answer is that of who does the work: officers sign, citizens are hidden."""

import re
from typing import Final

from knowledge.feedback.named import Named
from knowledge.redaction.around_names import FORM, HOME, LIFE, OFFICE, OFFICE_NAME, ROLE

_TAIL: Final = (
    r"(?: (?:[-–] )?(?!(?:đã|sẽ|đang|mời|gọi|gặp|với|cho|của|nói|yêu|nhắc|xử|được|bị|và|cùng|báo|"
    r"biết|có|tới|đến|làm|phạt|do|đối)(?!\w))[^\W\d_]+,?){0,8}"
)
"""The rest of an office's name: no verb stands in it."""
_FORMS: Final = rf"(?: (?:là|đ/c|đồng chí|{FORM}))*"
_BEFORE: Final = re.compile(
    rf"(?i)(?<!\w)(?:{ROLE}(?:(?:,? {OFFICE})+{_TAIL})?|đại diện {OFFICE}{_TAIL}|"
    rf"{OFFICE}{_TAIL} (?:do|\()|(?:quầy|bàn|phòng)(?: số)? \d+)[,:]?[ (–-]*"
    rf"(?:{FORM}|là|đ/c|đồng chí| )*\s*$"
)
_DUTY: Final = (
    r"phụ trách|theo dõi|thụ lý|trả lời|ký(?! (?:cam|biên|nhận))|trực|"
    r"nhận (?:hồ sơ|đơn|phản ánh|tin)|tiếp nhận|hướng dẫn|giải quyết|liên hệ|chủ trì|"
    r"xử lý|kiểm tra|tiếp|đầu mối"
)
_IN_CHARGE: Final = re.compile(
    rf"(?i)(?<!\w)(?:đầu mối|người(?: (?:trực tiếp|được giao|chịu trách nhiệm))? (?:{_DUTY}))"
    rf"(?: [^\W\d_:]+){{0,4}}\s*(?::|(?<!\w)là){_FORMS}\s*$"
)
"""What names somebody for a duty: "Người phụ trách:"."""
_IS_OF: Final = r"(?:(?:của|bên|ở|từ|thuộc|làm|là|giữ chức|hiện là|đang là|–|-) )?"
_AFTER: Final = re.compile(
    rf"(?i)^[\s,(–-]*(?:{_IS_OF}{ROLE}(?!\w)|{_IS_OF}(?!xã|phường|thôn|ấp){OFFICE}|"
    rf"(?-i:{OFFICE_NAME}))"
)
"""What stands right after a name: "chú Sáu Liêm trưởng ấp"; "tổ 5" says where somebody lives."""
_PHONE: Final = re.compile(
    r"(?i)^[\s,(–:-]*(?:(?:số )?(?:điện thoại|máy|đt|sđt)?[\s.:]*)0[\d .-]{8,14}[)\s,–-]*"
)
_GIVEN: Final = re.compile(
    rf"(?i)(?<!\w)(?:giao(?: luôn| lại)?|cử|phân công|ủy quyền|uỷ quyền)(?: cho)? (?:{FORM})\s*$"
)
_DOES: Final = re.compile(
    r"(?i)^[\s,]*(?:(?:sẽ|đang|tới|sang|lên|xuống|trực tiếp|là người) ){0,3}"
    r"(?:làm tiếp|thụ lý|tiếp nhận|hướng dẫn|theo dõi|kiểm tra|xem mốc|hẹn|liên lạc|liên hệ lại|"
    r"gọi lại|gọi điện|gọi hẹn|đến (?:nhà|tận|kiểm|xem|đo)|tới (?:nhà|tận|xem|đo)|lên tận|"
    r"hỗ trợ|trực|"
    r"đứng tên|đốc thúc|đôn đốc|coi (?:kênh|sóc)|giám sát|tiếp dân|tiếp công dân|"
    r"phụ trách|chủ trì|thay mặt|"
    r"ký(?! (?:cam|biên|vào|nhận|giấy))|chịu trách nhiệm(?! (?:tháo|bồi|khắc|di|dọn))|"
    r"khảo sát|đo đạc|xác minh|điều phối|dạy|giữ chìa khóa|phát (?:giống|quà|thuốc|phiếu))(?!\w)"
)
"""What who is sent does, told right after the name: "chị Yến đến nhà ngày 29/8"."""
_MET: Final = re.compile(
    rf"(?i)(?<!\w)(?:gặp|gọi|liên hệ|báo|hỏi|nhắn|ghi tên|nộp|đăng ký)"
    rf"(?: (?:cho|với|tại|trực tiếp))*"
    rf"(?: (?:{FORM}))?\s*$"
)
_DESK: Final = re.compile(
    r"(?i)(?<!\w)(?:quầy|bàn|phòng)(?: số)? \d|trực ban|số trực|đường dây nóng|"
    r"(?<!\w)(?:ubnd|trung tâm|văn phòng|bộ phận|trạm y tế|trụ sở|một cửa|"
    r"phòng (?:kinh|văn|tư))(?!\w)"
)
"""Where somebody is met in office."""
_HOME: Final = re.compile(rf"(?i)(?<!\w)(?:{HOME})(?!\w)")
"""Beside it nothing makes a name an officer's by what he does."""
_GREETING: Final = re.compile(
    rf"(?i)(?:^|[.!\n]\s*|(?<!\w)(?:kính gửi|gửi|chào|thưa|trả lời|kính thưa|kính chào)"
    rf"(?: tới)?:?\s+)"
    rf"(?:quý )?(?:{FORM}|công dân)\s*$"
)
_GREETED: Final = re.compile(
    rf"(?i)^\s*(?:[.:!\n]|$|\s(?:thân mến|kính mến)|"
    rf",\s*(?:\n|(?:{OFFICE}|chúng tôi|chúng em|tôi|em|đơn|hồ sơ|về|qua|liên quan|sau khi|hiện|"
    r"theo)(?!\w))|\s(?:và (?:các|bà con|gia đình)|về (?:việc|nội dung|phản ánh)|như sau)(?!\w))"
)
_SENDER: Final = re.compile(
    r"(?i)(?<!\w)(?:phản ánh|kiến nghị|ý kiến|câu hỏi|đơn|thư|tin nhắn|nội dung|đề nghị|"
    rf"thắc mắc)(?: [^\W\d_]+){{0,4}} của (?:{FORM}|công dân)\s*$|"
    rf"(?<!\w)(?:cảm ơn|cám ơn|xin lỗi|trả lời|phúc đáp|thông tin)"
    rf"(?: (?:đến|tới|cho|với))? (?:{FORM})\s*$"
)
"""Before the name of whose report an answer takes up or thanks for."""
_SENT: Final = re.compile(
    rf"(?i)^\s*,?\s*(?:\.|:|\n|về|phản ánh|liên quan|hỏi|gửi|qua|đề nghị|kiến nghị|như sau|xin|"
    rf"(?:đề )?ngày|đã|vì|{OFFICE})"
)
_LIFE: Final = re.compile(rf"(?i)(?<!\w)(?:{LIFE})(?!\w)")
_CALLED: Final = re.compile(
    r"\b(?:[Yy] sĩ|[Gg]iáo|[Tt]ên|[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ô|[Cc]hú|[Cc]háu|[Bb]ác|"
    r"[Ee]m|[Ll]à|[Hh]ộ)\s+(?!(?:Phòng|Tổ|Ban|Trung|Công|Đội|Hội|Ủy|Uỷ|Chi|Trạm|Bộ|Văn)\b)(?=(\w))"
)

OPENING: Final = 40
"""Letters of an answer in which who asked is greeted."""
FIRST: Final = 160
"""Letters in which an answer says whose report it is about."""


def in_office(one: Named) -> bool:
    """Whether the words around a name say that its bearer is answering or doing the work."""
    before, after = one.before[-120:], _PHONE.sub(", ", one.after[:120])
    if _BEFORE.search(before) is not None or _IN_CHARGE.search(before) is not None:
        return True
    if _AFTER.search(after[:60]) is not None:
        return True
    if _HOME.search(_sentence(one)) is not None:
        return False
    if _GIVEN.search(before) is not None or _DOES.search(after[:60]) is not None:
        return True
    return _MET.search(before) is not None and _DESK.search(_sentence(one)) is not None


def is_greeted(one: Named) -> bool:
    """Whether a name is that of who asked, greeted at the beginning: "Kính gửi chị Mẫu" and a stop.

    With more behind it (whose parent, which room) it is told of, not greeted.
    """
    if len(one.before) <= OPENING and _GREETING.search(one.before.lstrip()) is not None:
        return _GREETED.search(one.after) is not None
    told = len(one.before) <= FIRST and _SENDER.search(one.before) is not None
    return told and _SENT.search(one.after) is not None and _HOME.search(_sentence(one)) is None


def _sentence(one: Named) -> str:
    """The one the name stands in; a stop within a number is none."""
    stop = r"[.;!?](?=\s|$)|\n"
    return re.split(stop, one.before)[-1] + one.name + re.split(stop, one.after)[0]


def tells_of_life(reply: str) -> bool:
    """Whether somebody is named in a sentence that tells of illness, debts or convictions."""
    return any(
        _LIFE.search(one) is not None
        and any(found.group(1).isupper() for found in _CALLED.finditer(one))
        for one in re.split(r"(?<=[.!?;])\s+|\n", reply)
    )
