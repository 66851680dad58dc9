"""What is said about the pictures and files people send."""

from typing import Final

from handlers.messages import FileReason, FileState, IncomingFile
from handlers.wording.guide import UNREADABLE

IDENTITY_CARD: Final = (
    "Ảnh này có mã QR của thẻ căn cước nên em đã bỏ ngay, không giữ lại gì. "
    "Em không cần và không được nhận ảnh giấy tờ tuỳ thân qua đây, để thông tin của anh/chị "
    "không lọt ra ngoài. Anh/chị gõ câu hỏi bằng chữ giúp em ạ."
)
NO_CODE: Final = (
    "Em đã xem ảnh nhưng không thấy mã QR đọc được, nên em bỏ ảnh, không giữ lại. "
    "Nếu là mã trên giấy hẹn, anh/chị chụp gần hơn, đủ sáng, hoặc gõ mã hồ sơ bằng chữ giúp em. "
    "Anh/chị đừng gửi ảnh giấy tờ tuỳ thân qua đây ạ."
)
OTHER_CODE: Final = (
    "Em đọc được mã QR trong ảnh nhưng đó không phải mã hồ sơ hay mã thủ tục, nên em bỏ ảnh, "
    "không giữ lại. Anh/chị gõ mã hồ sơ hoặc câu hỏi bằng chữ giúp em ạ."
)
DOCUMENT: Final = (
    "Em đã nhận tệp nhưng chưa cần đến, nên em bỏ, không giữ lại. Qua đây em chỉ đọc được "
    "ảnh chụp mã QR trên giấy hẹn. Anh/chị gõ câu hỏi bằng chữ giúp em ạ."
)
NO_MORE: Final = "Tệp này em không còn giữ nữa ạ."
NOT_SENT_HERE: Final = (
    "Tệp {name} không gửi được qua Zalo. Anh/chị đến quầy hoặc gọi quầy để nhận ạ."
)
LOST: Final = "Em chưa tải được tệp, anh/chị gửi lại giúp em ạ."
TOO_LARGE: Final = "Tệp này lớn quá, em chỉ nhận được đến 20 MB. Anh/chị gửi ảnh nhỏ hơn giúp em ạ."
HEIC: Final = (
    "Em chưa mở được kiểu ảnh này của điện thoại (HEIC). "
    "Anh/chị gửi lại dưới dạng ảnh (JPG) giúp em ạ."
)
BROKEN: Final = "Tệp này em không mở được, có thể bị hỏng. Anh/chị gửi lại giúp em ạ."
NOT_TAKEN: Final = (
    "Em không nhận loại tệp này. Em chỉ nhận ảnh (JPG, PNG), PDF, Word, Excel. "
    "Anh/chị gõ câu hỏi bằng chữ giúp em ạ."
)

_REFUSALS: Final = {
    FileReason.IDENTITY_CARD: IDENTITY_CARD,
    FileReason.TOO_LARGE: TOO_LARGE,
    FileReason.HEIC: HEIC,
    FileReason.BROKEN: BROKEN,
    FileReason.EMPTY: BROKEN,
}
_LOOKED_AT: Final = {
    FileReason.NO_CODE: NO_CODE,
    FileReason.OTHER_CODE: OTHER_CODE,
    FileReason.DOCUMENT: DOCUMENT,
}


def trouble_with(files: tuple[IncomingFile, ...]) -> str:
    """What must be said about files that were refused or lost, empty for none; the gravest."""
    refused = [one.reason for one in files if one.state is FileState.REFUSED]
    if FileReason.IDENTITY_CARD in refused:
        return IDENTITY_CARD
    if refused:
        return _REFUSALS.get(refused[0] or FileReason.UNKNOWN, NOT_TAKEN)
    lost = any(one.state in {FileState.LOST, FileState.ANNOUNCED} for one in files)
    return LOST if lost else ""


def looked_at(files: tuple[IncomingFile, ...]) -> str:
    """What is said about files that no open step asked for."""
    reasons = {one.reason for one in files}
    return next((said for reason, said in _LOOKED_AT.items() if reason in reasons), UNREADABLE)
