"""Words that are commands wherever they are typed: `/menu`, "huỷ", "danh mục"."""

from knowledge.text.folding import fold

COMMANDS = {
    "/start": "hello",
    "/batdau": "hello",
    "/menu": "menu",
    "/giup": "help",
    "/help": "help",
    "/thutuc": "menu",
    "/huy": "cancel",
    "/dulieu": "data",
    "/hoso": "dossier",
    "/phananh": "fb",
    "/theodoi": "follow",
    "/noikenh": "join",
}
MENU_WORDS = frozenset({"menu", "trang dau", "danh muc", "danh sach thu tuc", "xem thu tuc"})
HELP_WORDS = frozenset({"help", "giup", "tro giup", "cach dung"})
CANCEL_WORDS = frozenset({"huy", "huy bo", "thoi", "dung lai", "thoat", "bo qua", "quay lai"})


def command_verb(words: str) -> str | None:
    """The verb of the action these words are a command for; None for other words."""
    folded = fold(words)
    first = words.strip().lower().split()[0].split("@")[0]
    if first in COMMANDS:
        return COMMANDS[first]
    if folded in CANCEL_WORDS:
        return "cancel"
    if folded in HELP_WORDS:
        return "help"
    return "menu" if folded in MENU_WORDS else None
