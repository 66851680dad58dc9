"""`motcua`: every command hangs here; mistakes end in one clear line, never a stack trace."""

import sys

import typer

from bot.cli import (
    ask,
    broadcast,
    broadcast_repeats,
    broadcast_reports,
    calendar,
    catalogue,
    chat,
    db,
    doctor,
    dossier_acts,
    dossier_satisfaction,
    dossiers,
    evaluate,
    feedback,
    feedback_entry,
    feedback_publishing,
    feedback_satisfaction,
    live,
    notices,
    questions,
    rendering,
    serve,
    simulate,
    staff,
    staff_groups,
    zalo,
    zalobot,
)
from bot.cli.mistakes import told
from bot.config import SettingsError
from bot.logs import configure
from handlers.errors import MotcuaError
from knowledge.yaml_lines import DataMistakesError

app = typer.Typer(
    name="motcua",
    help="Trợ lý một cửa của xã, phường: hướng dẫn thủ tục, trả lời người dân, giúp cán bộ.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("serve", help="Chạy mọi kênh đã cấu hình; trang web ở 127.0.0.1:8080.")(serve.serve)
app.command("chat", help="Trò chuyện ngay trong cửa sổ lệnh.")(chat.chat)
app.command("ask", help="Hỏi một câu, hoặc một tệp câu hỏi (--jsonl).")(ask.ask)
app.command("live", help="Người đứng đầu cho phường, xã chạy thật (có ghi lại).")(live.live)
app.command("doctor", help="Kiểm tra cấu hình, cơ sở dữ liệu, lịch nghỉ, danh mục.")(doctor.doctor)
app.command("simulate", help="Chạy thử cả năm trên đồng hồ ảo, kiểm tra mọi điều bất biến.")(
    simulate.simulate
)
catalogue.app.command("eval", help="Chấm điểm trên tệp câu hỏi có nhãn.")(evaluate.evaluate)
app.add_typer(catalogue.app, name="catalogue", help="Danh mục thủ tục: kiểm tra, nhập, xuất, chấm.")
staff.app.add_typer(staff_groups.app, name="group", help="Nhóm cán bộ: mã, xem, thôi.")
app.add_typer(staff.app, name="staff", help="Cán bộ: thêm, vai trò, mã liên kết, nghỉ, thôi việc.")
for _name, _act, _help in dossier_acts.COMMANDS:
    dossiers.app.command(_name, help=_help)(_act)
app.add_typer(dossiers.app, name="dossiers", help="Hồ sơ: nhập sổ, xem, giải thích ngày hẹn.")
feedback.app.command("enter", help="Nhập hộ phản ánh tại quầy, qua điện thoại.")(
    feedback_entry.entry
)
feedback.app.command("publish", help="Công khai câu hỏi và trả lời, đã che thông tin riêng.")(
    feedback_publishing.publish
)
feedback.app.command("withdraw", help="Gỡ khỏi trang công khai.")(feedback_publishing.withdraw)
dossiers.app.command("satisfaction", help="Mức hài lòng sau khi trả kết quả, theo tháng đã qua.")(
    dossier_satisfaction.satisfaction
)
feedback.app.command("satisfaction", help="Mức hài lòng với trả lời, theo tháng đã qua.")(
    feedback_satisfaction.satisfaction
)
app.add_typer(feedback.app, name="feedback", help="Phản ánh, kiến nghị: xem, nhận, trả lời.")
app.add_typer(
    questions.app, name="questions", help="Câu hỏi chưa trả lời được → cách nói → thử → dùng."
)
app.add_typer(calendar.app, name="calendar", help="Lịch nghỉ: bản nháp một năm, xác nhận.")
notices.app.command("render", help="Tin về hồ sơ trên Telegram, Zalo, SMS, giấy in, trang web.")(
    rendering.notice
)
broadcast.app.command("render", help="Tin trên mọi nơi: Telegram, Zalo, SMS, LED, loa, giấy, web.")(
    rendering.broadcast
)
app.add_typer(notices.app, name="notices", help="Tin chủ động gửi: sắp gửi gì, đã gửi bao nhiêu.")
broadcast.app.command("preview", help="Tin trên từng kênh, bao nhiêu người, ai chưa gửi được.")(
    broadcast_reports.preview
)
broadcast.app.command("recipients", help="Nạp danh sách người nhận từ bảng tính; chưa gửi gì.")(
    broadcast_reports.recipients
)
broadcast.app.command("calls", help="Ai chưa nhận được, vì sao: để gọi điện, nhờ tổ dân phố.")(
    broadcast_reports.calls
)
broadcast.app.command("repeat", help="Cho tin nháp gửi lại hằng năm, quý, tháng.")(
    broadcast_repeats.repeat
)
app.add_typer(broadcast.app, name="broadcast", help="Tin gửi nhiều người: soạn, duyệt, gửi, dừng.")
app.add_typer(zalo.app, name="zalo", help="Zalo Official Account: đăng nhập, xem tình trạng.")
app.add_typer(zalobot.app, name="zalobot", help="Bot Zalo: thử kết nối, đặt và bỏ webhook.")
app.add_typer(db.app, name="db", help="Cơ sở dữ liệu: nâng cấp, xem phiên bản.")


def run() -> None:
    """Run the command line; exit 2 on settings or database that cannot be used."""
    configure(level="error")
    try:
        sys.exit(app(standalone_mode=False))
    except typer.Abort:
        _say("Đã dừng, chưa làm gì.")
        sys.exit(1)
    except typer.TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(str(error))
        else:
            _say(*told(error))
        sys.exit(2)
    except SettingsError as error:
        _say("Cấu hình có chỗ sai:", *(f"  {problem}" for problem in error.problems))
        sys.exit(2)
    except DataMistakesError as error:
        _say("Dữ liệu thủ tục có chỗ sai:", *(f"  {mistake}" for mistake in error.mistakes))
        sys.exit(2)
    except MotcuaError as error:
        _say(str(error))
        sys.exit(2)


def _say(*lines: str) -> None:
    for line in lines:
        typer.echo(line, err=True)
