"""Words for staff about the register: what a flag means."""

from typing import Final

from knowledge.dossiers.dossier import Flag

FLAGS: Final = {
    Flag.IMPOSSIBLE_STEP: "có bước chuyển trạng thái không thể xảy ra",
    Flag.UNKNOWN_STATUS: "có trạng thái chưa khai trong registry.statuses",
    Flag.UNKNOWN_PROCEDURE: "thủ tục không có trong danh mục",
    Flag.FOREIGN_PREFIX: "mã hồ sơ không thuộc mã đơn vị đã khai",
    Flag.SECOND_SUPPLEMENT: "yêu cầu bổ sung quá một lần",
    Flag.SECOND_APOLOGY: "xin lỗi hẹn lại lần hai, chờ người đứng đầu duyệt",
    Flag.LATE_APOLOGY: "phiếu xin lỗi lập sau hạn chót (một ngày trước ngày hẹn)",
    Flag.DATES_DISAGREE: "các ngày mâu thuẫn, hoặc ngày hẹn bị đổi mà không có lý do",
}
