"""What hangs under `motcua`: each name with how it is put together.

A command's modules load when it is called, not before: `motcua ask` would otherwise load every
channel, and spend half its time on it.
"""

from collections.abc import Callable, Iterable
from typing import Final

from typer import Typer

Hang = Callable[[Typer], None]


def _group(commands: Typer) -> Typer:
    """A group that starts with these commands and leaves their module's own list as it is."""
    group = Typer(no_args_is_help=True)
    group.add_typer(commands)
    return group


def _serve(app: Typer) -> None:
    from bot.cli.serve import serve

    app.command("serve", help="Chạy mọi kênh đã cấu hình; trang web ở 127.0.0.1:8080.")(serve)


def _chat(app: Typer) -> None:
    from bot.cli.chat import chat

    app.command("chat", help="Trò chuyện ngay trong cửa sổ lệnh.")(chat)


def _ask(app: Typer) -> None:
    from bot.cli.ask import ask

    app.command("ask", help="Hỏi một câu, hoặc một tệp câu hỏi (--jsonl).")(ask)


def _live(app: Typer) -> None:
    from bot.cli.live import live

    app.command("live", help="Người đứng đầu cho phường, xã chạy thật (có ghi lại).")(live)


def _doctor(app: Typer) -> None:
    from bot.cli.doctor import doctor

    app.command("doctor", help="Kiểm tra cấu hình, cơ sở dữ liệu, lịch nghỉ, danh mục.")(doctor)


def _backup(app: Typer) -> None:
    from bot.cli.backup import backup

    app.command("backup", help="Sao lưu cơ sở dữ liệu và tệp vào một tệp; serve vẫn chạy.")(backup)


def _restore(app: Typer) -> None:
    from bot.cli.restore import restore

    app.command("restore", help="Khôi phục từ bản sao lưu; tin cũ giữ lại, chờ người quyết.")(
        restore
    )


def _simulate(app: Typer) -> None:
    from bot.cli.simulate import simulate

    app.command("simulate", help="Chạy thử cả năm trên đồng hồ ảo, kiểm tra mọi điều bất biến.")(
        simulate
    )


def _catalogue(app: Typer) -> None:
    from bot.cli import catalogue, evaluate

    group = _group(catalogue.app)
    group.command("eval", help="Chấm điểm trên tệp câu hỏi có nhãn.")(evaluate.evaluate)
    app.add_typer(group, name="catalogue", help="Danh mục thủ tục: kiểm tra, nhập, xuất, chấm.")


def _staff(app: Typer) -> None:
    from bot.cli import staff, staff_groups, staff_vault

    group = _group(staff.app)
    group.add_typer(staff_vault.app, name="vault", help="Ai giữ khoá mở tên người phản ánh.")
    group.add_typer(staff_groups.app, name="group", help="Nhóm cán bộ: mã, xem, thôi.")
    app.add_typer(group, name="staff", help="Cán bộ: thêm, vai trò, mã liên kết, nghỉ, thôi việc.")


def _dossiers(app: Typer) -> None:
    from bot.cli import dossier_acts, dossier_satisfaction, dossiers

    group = _group(dossiers.app)
    for name, act, words in dossier_acts.COMMANDS:
        group.command(name, help=words)(act)
    group.command("satisfaction", help="Mức hài lòng sau khi trả kết quả, theo tháng đã qua.")(
        dossier_satisfaction.satisfaction
    )
    app.add_typer(group, name="dossiers", help="Hồ sơ: nhập sổ, xem, giải thích ngày hẹn.")


def _feedback(app: Typer) -> None:
    from bot.cli import (
        feedback,
        feedback_entry,
        feedback_marking,
        feedback_publishing,
        feedback_reporter,
        feedback_route,
        feedback_satisfaction,
    )

    group = _group(feedback.app)
    group.command("enter", help="Nhập hộ phản ánh tại quầy, qua điện thoại.")(feedback_entry.entry)
    group.command("publish", help="Công khai câu hỏi và trả lời, đã che thông tin riêng.")(
        feedback_publishing.publish
    )
    opening = group.command("reporter", help="Mở niêm phong người gửi: báo mọi lãnh đạo.")
    opening(feedback_reporter.reporter)
    group.command("keep", help="Là việc của phường, xã: thôi nhắc hạn chuyển cơ quan khác.")(
        feedback_marking.keep
    )
    group.command("urgent", help="Đánh dấu khẩn: báo ngay, hạn trả lời rút ngắn.")(
        feedback_marking.urgent
    )
    group.command("route", help="Là khiếu nại, tố cáo: xoá, chỉ nơi nộp đơn theo luật.")(
        feedback_route.route
    )
    group.command("withdraw", help="Gỡ khỏi trang công khai.")(feedback_publishing.withdraw)
    group.command("satisfaction", help="Mức hài lòng với trả lời, theo tháng đã qua.")(
        feedback_satisfaction.satisfaction
    )
    app.add_typer(group, name="feedback", help="Phản ánh, kiến nghị: xem, nhận, trả lời.")


def _questions(app: Typer) -> None:
    from bot.cli import question_cards, questions

    questions.app.add_typer(
        question_cards.app, name="card", help="Thẻ làm từ câu trả lời → thử → dùng."
    )
    app.add_typer(
        questions.app, name="questions", help="Câu hỏi chưa trả lời được → cách nói → thử → dùng."
    )


def _calendar(app: Typer) -> None:
    from bot.cli import calendar

    app.add_typer(calendar.app, name="calendar", help="Lịch nghỉ: bản nháp một năm, xác nhận.")


def _notices(app: Typer) -> None:
    from bot.cli import notices, rendering

    group = _group(notices.app)
    group.command("render", help="Tin về hồ sơ trên Telegram, Zalo, SMS, giấy in, trang web.")(
        rendering.notice
    )
    app.add_typer(group, name="notices", help="Tin chủ động gửi: sắp gửi gì, đã gửi bao nhiêu.")


def _broadcast(app: Typer) -> None:
    from bot.cli import (
        broadcast,
        broadcast_repeats,
        broadcast_reports,
        broadcast_templates,
        broadcast_watch,
        rendering,
    )

    group = _group(broadcast.app)
    group.command("render", help="Tin trên mọi nơi: Telegram, Zalo, SMS, LED, loa, giấy, web.")(
        rendering.broadcast
    )
    group.command("preview", help="Tin trên từng kênh, bao nhiêu người, ai chưa gửi được.")(
        broadcast_reports.preview
    )
    group.command("watch", help="Xem thanh tiến độ, tốc độ, đến khi xong hoặc dừng.")(
        broadcast_watch.watch
    )
    group.command("recipients", help="Nạp danh sách người nhận từ bảng tính; chưa gửi gì.")(
        broadcast_reports.recipients
    )
    group.command("calls", help="Ai chưa nhận được, vì sao: để gọi điện, nhờ tổ dân phố.")(
        broadcast_reports.calls
    )
    group.command("repeat", help="Cho tin nháp gửi lại hằng năm, quý, tháng.")(
        broadcast_repeats.repeat
    )
    group.command("publish", help="Đăng tin gửi mọi người lên trang công khai /thong-bao.")(
        broadcast_repeats.publish
    )
    group.command("withdraw", help="Gỡ tin khỏi trang công khai.")(broadcast_repeats.withdraw)
    group.add_typer(
        broadcast_templates.app, name="template", help="Mẫu tin có chỗ điền; bản nào cũng giữ."
    )
    app.add_typer(group, name="broadcast", help="Tin gửi nhiều người: soạn, duyệt, gửi, dừng.")


def _outbox(app: Typer) -> None:
    from bot.cli import outbox

    app.add_typer(outbox.app, name="outbox", help="Tin không đến được: xem, gửi lại, bỏ.")


def _inbox(app: Typer) -> None:
    from bot.cli import inbox

    app.add_typer(inbox.app, name="inbox", help="Tin đến chưa đọc được: đếm, đọc lại.")


def _corrections(app: Typer) -> None:
    from bot.cli import corrections

    app.add_typer(
        corrections.app,
        name="corrections",
        help="Đính chính điều đã báo: lệ phí, thời hạn, giấy tờ đổi.",
    )


def _zalo(app: Typer) -> None:
    from bot.cli import zalo

    app.add_typer(
        zalo.app, name="zalo", help="Zalo OA: đăng nhập, xem tình trạng, kiểm tra, in tin mẫu."
    )


def _zalobot(app: Typer) -> None:
    from bot.cli import zalobot

    app.add_typer(zalobot.app, name="zalobot", help="Bot Zalo: thử kết nối, đặt và bỏ webhook.")


def _bridge(app: Typer) -> None:
    from bot.cli import bridge

    app.add_typer(bridge.app, name="bridge", help="Cổng của tỉnh (SMS…): xem, ký thử, mô tả.")


def _db(app: Typer) -> None:
    from bot.cli import db, db_restored

    group = _group(db.app)
    group.command("restored", help="Sau khi khôi phục: tin nào có thể gửi lặp; cho gửi hay bỏ.")(
        db_restored.restored
    )
    app.add_typer(group, name="db", help="Cơ sở dữ liệu: nâng cấp, phiên bản, sau khi khôi phục.")


COMMANDS: Final[dict[str, Hang]] = {
    "serve": _serve,
    "chat": _chat,
    "ask": _ask,
    "live": _live,
    "doctor": _doctor,
    "backup": _backup,
    "restore": _restore,
    "simulate": _simulate,
    "catalogue": _catalogue,
    "staff": _staff,
    "dossiers": _dossiers,
    "feedback": _feedback,
    "questions": _questions,
    "calendar": _calendar,
    "notices": _notices,
    "broadcast": _broadcast,
    "inbox": _inbox,
    "outbox": _outbox,
    "corrections": _corrections,
    "zalo": _zalo,
    "zalobot": _zalobot,
    "bridge": _bridge,
    "db": _db,
}


def command_line(names: Iterable[str]) -> Typer:
    """`motcua` with these of its commands."""
    app = Typer(
        name="motcua",
        help="Trợ lý một cửa của xã, phường: hướng dẫn thủ tục, trả lời người dân, giúp cán bộ.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_several)
    for name in names:
        COMMANDS[name](app)
    return app


def _several() -> None:
    """Keeps the name of a command on the line even where it is the only one that was loaded."""
