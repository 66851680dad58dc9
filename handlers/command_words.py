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
    "/hoicanbo": "human",
    "/goilai": "callback",
    "/noikenh": "join",
    "/nhantin": "news",
    "/thoinhantin": "unnews",
}
LINK_ACTS = {
    "hoso": "dossier",
    "hoi": "human",
    "theodoi": "follow",
    "nhantin": "news",
    "noikenh": "join",
    "phananh": "fb",
}
"""What the parameter of a link alone begins; those that name something are the router's."""
NEWS_WORDS = frozenset(
    {"nhan tin cua phuong", "nhan tin cua xa", "nhan tin phuong", "nhan tin xa", "dang ky nhan tin"}
)
NO_NEWS_WORDS = frozenset(
    {"thoi nhan tin", "ngung nhan tin", "huy nhan tin", "khong nhan tin nua", "dung nhan tin"}
)
MENU_WORDS = frozenset({"menu", "trang dau", "danh muc", "danh sach thu tuc", "xem thu tuc"})
HELP_WORDS = frozenset({"help", "giup", "tro giup", "cach dung"})
CANCEL_WORDS = frozenset({"huy", "huy bo", "thoi", "dung lai", "thoat", "bo qua", "quay lai"})

TO_A_PERSON = {
    "hoi can bo": "human",
    "cho hoi can bo": "human",
    "hoi nguoi that": "human",
    "chuyen can bo": "human",
    "goi lai cho toi": "callback",
    "goi lai cho em": "callback",
    "goi lai giup toi": "callback",
    "xin goi lai": "callback",
}


def command_verb(words: str) -> str | None:
    """The verb of the action these words are a command for; None for other words."""
    folded = fold(words)
    first = words.strip().lower().split()[0].split("@")[0]
    if first in COMMANDS:
        return COMMANDS[first]
    if folded in CANCEL_WORDS:
        return "cancel"
    if folded in NEWS_WORDS:
        return "news"
    if folded in NO_NEWS_WORDS:
        return "unnews"
    if folded in HELP_WORDS:
        return "help"
    return "menu" if folded in MENU_WORDS else TO_A_PERSON.get(folded)
