"""Whether a paper is needed, or goes: asked in a conversation, it is asked of its matter.

"Cần chứng minh thư không" wants no identity card, and "photo có phải công chứng không" no copy.
"""

import re
from typing import Final

from knowledge.matching.queries import Query
from knowledge.text.folding import fold_word

_PAPER: Final = (
    r"(?:(?:to|tam|cai|ban|giay|so|the) ){0,2}?"
    r"(?:chung minh(?: thu| nhan dan)?|can cuoc(?: cong dan)?|ho chieu|ho khau|khai sinh|"
    r"ket hon|photo|pho to|ban sao|ban chinh|ban goc|sao y|cong chung|chung thuc|tam tru|"
    r"anh|hinh|hoc ba|so yeu|bang lai|so (?:do|hong|goc|cu)|the cu|giay cu|"
    r"tren (?:app|vneid|dien thoai)|"
    r"giay(?! phep)(?: (?!gi\b|nao\b)\w+){1,3})"
)
_BEFORE: Final = (
    r"(?:(?:da|a|u|vay|the|con|cho|em|anh|chi|toi|minh|hoi|ma|thi|nop|ho so|ban|ad|can|co|phai) )*?"
)
_AFTER: Final = r"(?: (?:em|a|ad|anh|chi|vay|the|ha|nhi|nua|luon|ban|shop))*"
_NO: Final = r"(?:khong|chua|k|ko)"
_NEEDED: Final = re.compile(
    rf"^{_BEFORE}(?:co )?(?:can|phai|bat buoc|mang|dem|cam|nop)(?: (?:phai|co|mang|dem|nop|cam|"
    rf"trinh|xuat trinh|kem|theo|them))* {_PAPER}(?: (?!cap|lam|doi|xin|moi|lai)\w+){{0,4}}?"
    rf"(?: (?:duoc|luon|nua))? (?:{_NO}|a|ha|ak){_AFTER}$"
)
_HANDED: Final = re.compile(
    rf"^{_BEFORE}(?:co )?(?:can|phai)(?: phai)? (?:nop|mang|dem|tra|giao)(?: lai)? {_PAPER}"
    rf"(?: \w+){{0,3}}? {_NO}{_AFTER}$"
)
"""Whether one is given back: "có cần nộp sổ gốc lại không"."""
_ONLY: Final = re.compile(
    rf"^{_BEFORE}chi (?:con )?co (?:\w+ ){{1,12}}?(?:co )?(?:du|duoc) {_NO}{_AFTER}$"
)
"""What somebody has and asks whether it will do: "tôi chỉ có học bạ, đủ không"."""
_BOUND: Final = re.compile(rf"^{_BEFORE}(?:\w+ ){{1,4}}(?:co )?bat buoc {_NO}{_AFTER}$")
"""Whether something has to be: "thử adn bắt buộc không"."""
_GOES: Final = re.compile(
    rf"^{_BEFORE}(?:(?:mang|dem|cam|dung|xai|lay) )?{_PAPER}(?: \w+){{0,2}}? "
    rf"(?:(?:con |co )?(?:dung|xai|su dung|thay the|thay|viet tay|danh may|"
    rf"ky truoc)(?: \w+)? duoc|duoc|viet tay duoc|danh may duoc|"
    rf"(?:co )?(?:phai|can)(?: \w+){{1,3}}?) {_NO}{_AFTER}$"
)


def asks_paper(query: Query) -> bool:
    """True for a message that only asks whether a paper is needed, or will do."""
    said = " ".join(map(fold_word, query.typed))
    return any(one.match(said) is not None for one in (_NEEDED, _HANDED, _ONLY, _BOUND, _GOES))
