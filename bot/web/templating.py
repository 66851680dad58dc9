"""Templates with what every page needs, and static files named by their content."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from bot.channels.web.phones import linked
from bot.web.words import STATUS, dialled, opening_line
from knowledge.calendar import local
from knowledge.commune import Commune, CommuneStage

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"


def wants_json(request: Request) -> bool:
    """Whether our own script asks, rather than a person's navigation."""
    return "application/json" in request.headers.get("accept", "")


class Pages:
    """Renders the pages of one commune."""

    def __init__(self, commune: Commune, at: str = "") -> None:
        """`at`: where the few pages of a further commune stand; the main one has all of them."""
        self.at = at
        self._sample = commune.stage is CommuneStage.SAMPLE
        self._env = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        versions = {path.name: _version(path) for path in STATIC.iterdir() if path.is_file()}
        self._env.filters["phones"] = linked
        self._env.globals.update(
            commune=commune,
            sample=self._sample,
            at=at,
            beside=(),
            opening=opening_line(commune.desks.get("psc")),
            hotline_url=dialled(commune.hotline.number),
            shows_cases=False,
            shows_announcements=False,
            shows_check=False,
            moment=lambda at: f"{local(at):%H:%M %d/%m/%Y}",
            static=lambda name: f"/static/{name}?v={versions[name]}",
        )

    def show_cases(self) -> None:
        """Link the page of published cases from every page."""
        self._env.globals["shows_cases"] = True

    def show_announcements(self) -> None:
        """Link the page of announcements from every page."""
        self._env.globals["shows_announcements"] = True

    def show_beside(self, named: Sequence[tuple[str, str]]) -> None:
        """Link the announcements of further communes: name, and where their pages stand."""
        self._env.globals["beside"] = tuple(named)

    def show_check(self) -> None:
        """Link the page that tells real messages from fakes from every page."""
        self._env.globals["shows_check"] = True

    def page(self, name: str, status: int = 200, **context: object) -> Response:
        """One rendered page."""
        response = HTMLResponse(self._env.get_template(name).render(context), status)
        if self._sample:  # a further commune may be one where the main one is live
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    def fragment(self, name: str, **context: object) -> str:
        """A piece of a page, for the page's script."""
        return self._env.get_template(name).render(context)

    def problem(self, request: Request, status: int) -> Response:
        """A page, or for our script a line, about what went wrong; in Vietnamese, no trace."""
        title, text = STATUS.get(status, STATUS[500 if status >= 500 else 400])
        if wants_json(request):
            return JSONResponse({"error": text}, status)
        return self.page("problem.html", status, title=title, text=text)


def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]
