"""`/can-bo/nhat-ky`: who did what, for head, administrator and reviewer."""

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.web.console.gate import Gate
from bot.web.console.menu import HOME
from bot.web.console.seats import Seat
from handlers.auditing import trail
from handlers.roles import Act, may
from handlers.store import staff

AUDIT: Final = f"{HOME}/nhat-ky"
WHAT: Final = {
    "console.link_made": "tạo mã đăng nhập",
    "console.signed_in": "đăng nhập",
    "console.signed_out": "thoát",
    "console.all_signed_out": "thoát mọi phiên",
    "second_factor.set_up": "cài mã xác nhận",
    "second_factor.reset": "xoá mã xác nhận",
    "second_factor.locked": "bị khoá vì nhập sai mã xác nhận",
    "staff.added": "thêm cán bộ",
    "staff.roles": "đổi vai trò",
    "staff.away": "ghi nghỉ, làm thay",
    "staff.left": "thôi việc",
    "staff.link_made": "tạo mã liên kết",
    "staff.linked": "liên kết cuộc trò chuyện",
    "vault.opened": "mở tên người gửi",
    "case.entered": "nhập hộ phản ánh",
    "case.claim": "nhận phản ánh",
    "case.assign": "chuyển phản ánh",
    "case.ask": "hỏi thêm người gửi",
    "case.answer": "trả lời phản ánh",
    "case.forward": "chuyển cơ quan có thẩm quyền",
    "case.refuse": "không tiếp nhận phản ánh",
    "case.note": "ghi chú nội bộ",
    "case.mark": "ghi phản ánh về ai",
    "case.join": "gộp phản ánh",
    "case.close": "kết thúc phản ánh",
    "case.reclassify": "đổi loại phản ánh",
    "case.explain": "ghi lý do trả lời chậm",
    "case.publish": "công khai phản ánh",
    "case.unpublish": "gỡ công khai phản ánh",
    "dossier.ready": "xác nhận kết quả sẵn sàng",
    "dossier.not_ready": "báo chưa có trên kệ",
    "dossier.on_time": "báo kịp hạn",
    "dossier.explained": "ghi nguyên nhân trễ",
    "apology.drafted": "lập phiếu xin lỗi",
    "apology.signed": "ký phiếu xin lỗi",
    "apology.refused": "trả lại phiếu xin lỗi",
    "consent.given": "đồng ý cho người thân xem",
    "consent.revoked": "rút đồng ý",
    "dossier.followed": "theo dõi hồ sơ",
    "dossier.unfollowed": "thôi theo dõi hồ sơ",
    "person.erased": "xoá dữ liệu của mình",
    "outbox.sent_again": "gửi lại tin không đến được",
    "outbox.let_go": "bỏ tin không đến được",
    "commune.live": "cho chạy chính thức",
}


class Audit:
    """The trail's pages."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def show(self, seat: Seat, request: Request) -> Response:
        """Newest first."""
        if not may(seat.officer, Act.SEE_AUDIT):
            return self._gate.show("gone.html", seat, 404)
        before, by = (_number(request.query_params.get(key)) for key in ("truoc", "ai"))
        with self._gate.parts.store.read() as work:
            found = trail(work, seat.ward, seat.officer, before, by)
            members = staff.members(work, seat.officer.commune)
        return self._gate.show("audit.html", seat, trail=found, what=_what, members=members, by=by)


def _what(act: str) -> str:
    """An act in words; the rule of an override and a status stay as they are named."""
    if act in WHAT:
        return WHAT[act]
    name, _, rest = act.partition(" ")
    words = {"dossier.override": "cho qua quy định", "dossier.status": "ghi trạng thái"}
    return f"{words[name]} {rest}" if name in words else act


def _number(text: str | None) -> int | None:
    known = text is not None and text.isascii() and text.isdecimal() and len(text) < 18
    return int(text) if known and text is not None else None


def audit_routes(gate: Gate) -> APIRouter:
    """The trail's address."""
    routes = APIRouter()
    routes.add_api_route(AUDIT, gate.page(Audit(gate).show), methods=["GET", "HEAD"])
    return routes
