"""Where somebody lives: house numbers, rooms, and the way to them."""

from collections.abc import Iterator
from typing import Final

from knowledge.redaction.letters import UPPER
from knowledge.redaction.marks import Hidden, Mark
from knowledge.text.late import Late

_UPPER: Final = UPPER
_NUMBER: Final = r"\d{1,4}[a-zA-Z]?(?:\s?/\s?\d{1,4}[a-zA-Z]?)*"
_SLASHED: Final = r"\d{1,4}[a-zA-Z]?(?:/\d{1,4}[a-zA-Z]?)+"
_STREET_NAME: Final = (
    rf"(?:[{_UPPER}]\w*(?:\s[{_UPPER}]\w*){{0,4}}|\d{{1,2}}\s[Tt]háng\s\d{{1,2}}|[a-z]+\s[a-z]+)"
)
_HOUSE: Final = (
    rf"(?:(?:(?:[Ss]ố|so)\s(?:nhà|nha)|(?:[Nn]hà|nha)\s(?:số|so)|[Nn]hà|nha|[Ss]ố|so|"
    rf"(?:[Cc]ăn hộ|can ho|[Pp]hòng|phong)(?:\s(?:số|so))?)\s{_NUMBER}|"
    rf"(?:[Cc]ăn(?:\shộ)?|can(?:\sho)?|[Pp]hòng|phong)\s[A-Za-z]?\d{{1,3}}(?:[-.]\d{{1,3}})?[A-Za-z]?|"
    rf"(?<![\w/]){_SLASHED}(?=,?\s(?:[{_UPPER}]|đường|duong|hẻm|hem|tổ|to|ngõ|ngo|kiệt|kiet)))"
)
_WAY: Final = (
    rf"(?:(?:[Đđ]ường|duong|[Pp]hố|pho)\s{_STREET_NAME}|"
    rf"(?:[Hh]ẻm|hem|[Nn]gõ|ngo|[Nn]gách|ngach|[Kk]iệt|kiet|[Tt]ổ|to|[Kk]hu phố|khu pho|"
    rf"[Tt]hôn|thon|[Ll]ô|lo)\s{_NUMBER}|(?:[Cc]hung cư|chung cu|[Tt]hôn|[Ấấ]p)\s{_STREET_NAME}|"
    rf"(?<=\s)[{_UPPER}]\w*(?:\s[{_UPPER}]\w*){{1,3}})"
)
_ALLEY: Final = rf"(?:[Hh]ẻm|hem|[Nn]gõ|ngo|[Kk]iệt|kiet)\s{_SLASHED}"
_ADDRESS: Final = Late(rf"(?<!\w)(?:{_WAY},?\s){{0,2}}(?:{_HOUSE}|{_ALLEY})(?:,?\s{_WAY}){{0,4}}")
_NO_HOUSE: Final = Late(
    r"(?i)(?:quầy|quay|cửa|cua|tuyến|tuyen|định|dinh|văn bản|van ban|công văn|cong van|thông báo|"
    r"thong bao|nghị quyết|luật|luat|điện thoại|dien thoai|tài khoản|tai khoan|xe buýt|tổng|mã|"
    r"tờ|biên bản|hotline|qua|gọi|goi|giấy)\s*$"
)
"""Words before "số 2" that speak of something else."""


def addresses(text: str) -> Iterator[Mark]:
    """Every dwelling."""
    for found in _ADDRESS.compiled.finditer(text):
        if not _NO_HOUSE.compiled.search(text[: found.start()]):
            yield Mark(*found.span(), Hidden.ADDRESS)
