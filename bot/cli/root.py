"""`motcua`: mistakes of any command end in one clear line, never a stack trace."""

import sys
from typing import TYPE_CHECKING

import typer

from bot.cli.commands import COMMANDS, command_line
from bot.cli.mistakes import told
from bot.config_errors import SettingsError
from bot.logs import configure
from handlers.errors import MotcuaError
from knowledge.yaml_lines import DataMistakesError

if TYPE_CHECKING:
    from collections.abc import Sequence


def app_for(arguments: "Sequence[str]") -> typer.Typer:
    """The command these arguments call, alone; all of them where help or a mistake needs all."""
    called = [name for name in arguments[:1] if name in COMMANDS]
    return command_line(called or COMMANDS)


def __getattr__(name: str) -> typer.Typer:
    """`app`: every command, for who wants them all."""
    if name == "app":
        return command_line(COMMANDS)
    raise AttributeError(name)


def run() -> None:
    """Run the command line; exit 2 on settings or database that cannot be used."""
    configure(level="error")
    try:
        sys.exit(app_for(sys.argv[1:])(standalone_mode=False))
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
