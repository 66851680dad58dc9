"""Photos as a phone takes them: a page with a QR code, tilted, turned, blurred, dim."""

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass

import segno
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter


@dataclass(frozen=True)
class Shot:
    """How a photo was taken."""

    angle: float = 0.0
    blur: float = 0.0
    light: float = 1.0
    tilt: float = 0.0
    """Share of a side by which corners stand off."""
    shadow: bool = False
    side: int = 1280
    """Longest side: what a messenger makes of a phone's picture."""
    quality: int = 75


HARD = Shot(angle=-23, blur=1.2, light=0.45, tilt=0.1, shadow=True)
"""In a hurry, in a corridor."""


def page(words: str, module: int = 8) -> Image.Image:
    """A printed page of grey lines with a code in its corner."""
    drawn = io.BytesIO()
    segno.make(words, error="m", micro=False).save(drawn, kind="png", scale=module, border=4)
    sheet = Image.new("L", (1240, 1754), 245)
    pen, chance = ImageDraw.Draw(sheet), random.Random(1)  # noqa: S311 - looks of a page
    for y in range(80, 1700, 28):
        x = 80
        while x < 1150:
            width = chance.randint(20, 90)
            pen.rectangle((x, y, x + width, y + 12), fill=60)
            x += width + 14
    sheet.paste(Image.open(drawn).convert("L"), (720, 90))
    return sheet


def photo(words: str, shot: Shot = Shot(), *, form: str = "JPEG") -> bytes:
    """A photo of such a page."""
    sheet = _tilted(page(words), shot.tilt)
    sheet = sheet.rotate(shot.angle, Image.Resampling.BICUBIC, expand=True, fillcolor=110)
    if shot.blur:
        sheet = sheet.filter(ImageFilter.GaussianBlur(shot.blur))
    if shot.shadow:
        mask = Image.linear_gradient("L").rotate(90).resize(sheet.size)
        sheet = Image.composite(sheet, sheet.point([int(v * 0.45) for v in range(256)]), mask)
    sheet = ImageEnhance.Brightness(sheet).enhance(shot.light).convert("RGB")
    sheet.thumbnail((shot.side, shot.side), Image.Resampling.LANCZOS)
    return encoded(sheet, form, quality=shot.quality)


def sheet_of(codes: Sequence[str], module: int = 6) -> bytes:
    """A picture of slips side by side, one QR code each."""
    drawn = []
    for words in codes:
        out = io.BytesIO()
        segno.make(words, error="m", micro=False).save(out, kind="png", scale=module, border=6)
        drawn.append(Image.open(out).convert("L"))
    tall = max(one.height for one in drawn)
    sheet = Image.new("L", (sum(one.width for one in drawn), tall), 245)
    left = 0
    for one in drawn:
        sheet.paste(one, (left, 0))
        left += one.width
    return encoded(sheet)


def plain_photo(side: int = 400) -> bytes:
    """A photo of nothing in particular."""
    return encoded(Image.radial_gradient("L").resize((side, side)).convert("RGB"))


def encoded(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    """A picture as a file."""
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def _tilted(sheet: Image.Image, tilt: float) -> Image.Image:
    """Seen from one side: the far edge is shorter."""
    if not tilt:
        return sheet
    width, height = sheet.size
    # Of Pillow's perspective: x' = (ax+by+c)/(gx+hy+1); the upper edge draws together.
    g = 2 * tilt / height
    corners = (
        1.0,
        tilt * width / height,
        -tilt * width,
        0.0,
        1.0 + tilt,
        -tilt * height / 2,
        0.0,
        g,
    )
    return sheet.transform(
        sheet.size, Image.Transform.PERSPECTIVE, corners, Image.Resampling.BICUBIC, fillcolor=120
    )
