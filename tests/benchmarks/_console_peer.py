"""The bare page the console is compared with: same server, framework, templates, database file."""

import sqlite3
from contextlib import closing
from pathlib import Path

import jinja2
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

ROWS = """
SELECT number, kind, state, matter, answer_due FROM feedback_case
WHERE state IN ('received', 'assigned', 'reopened') ORDER BY answer_due LIMIT 25
"""
PEER = """<!doctype html><title>Peer</title><table>{% for one in rows %}
<tr><td>{{ one[0] }}<td>{{ one[1] }}<td>{{ one[2] }}<td>{{ one[3] }}<td>{{ one[4] }}</tr>
{% endfor %}</table>"""


def add_peer(app: FastAPI, file: Path) -> None:
    """The bare page."""
    template = jinja2.Environment(autoescape=True).from_string(PEER)

    @app.get("/peer")
    def peer() -> HTMLResponse:
        with closing(sqlite3.connect(file)) as database:
            rows = database.execute(ROWS).fetchall()
        return HTMLResponse(template.render(rows=rows))
