"""Forms of the console as they were posted: fields may repeat, a list may be long."""

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request

from bot.web.limits import read_pairs
from bot.web.uploads import Upload, read_upload, read_uploads

FIELDS: Final = 2_000
"""Of the longest form: a shelf of results, each with its box."""
BODY: Final = 256 * 1024
SECONDS: Final = 10.0
FILE_SECONDS: Final = 60.0
CSRF: Final = "_csrf"
SECRET: Final = frozenset({"mat_khau", "mat_khau_moi", "nhac_lai", "cum_tu"})
"""Passphrases: never given back."""
HIDDEN: Final = frozenset({CSRF, "ma", "ve", "version"}) | SECRET
"""Fields that no person wrote, or that no page may show."""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of one form in order."""

    pairs: tuple[tuple[str, str], ...] = ()
    file: Upload | None = None
    files: tuple[Upload, ...] = ()
    """Of a form that takes several."""

    def one(self, name: str) -> str:
        """The last value of a field, without the space round it; empty when it is not there."""
        return next((value for key, value in reversed(self.pairs) if key == name), "").strip()

    def every(self, name: str) -> tuple[str, ...]:
        """All values of a field."""
        return tuple(value for key, value in self.pairs if key == name)

    def words(self) -> tuple[str, ...]:
        """What a person wrote, to be given back when the form is not taken."""
        return tuple(value for key, value in self.pairs if key not in HIDDEN and " " in value)


async def read_console_form(request: Request) -> Form:
    """The posted form.

    Raises:
        FormError: too large, too slow, or no form.
    """
    return Form(tuple(await read_pairs(request, BODY, SECONDS, FIELDS)))


async def read_filed_form(request: Request, limit: int) -> Form:
    """The posted form with one file of at most `limit` bytes; it lies in memory only.

    Raises:
        FormError: too large, too slow, or no form.
    """
    fields, file = await read_upload(request, limit, FILE_SECONDS)
    return Form(tuple(fields.items()), file)


async def read_form_of_files(request: Request, limit: int, most: int) -> Form:
    """The posted form, with up to `most` files of at most `limit` bytes together, or with none.

    Raises:
        FormError: too large, too slow, too many files, or no form.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        return await read_console_form(request)
    fields, files = await read_uploads(request, limit, FILE_SECONDS, most)
    return Form(tuple(fields.items()), files=files)
