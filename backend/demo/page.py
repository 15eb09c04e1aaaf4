"""The start page and GraphiQL, with everything that they load served from here: no other host is named."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import orjson
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from backend.demo.desk import Desk
from backend.demo.groups import CASEWORK_GROUPS, CLAIMS_GROUPS, Groups
from backend.demo.personas import CITIZENS, PERSONAS, Persona
from backend.demo.ready import FOLDERS, ready_documents, standings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src {styles}; font-src 'self' data:; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PAGE_POLICY = POLICY.format(styles="'self'")
GRAPHIQL_POLICY = POLICY.format(styles="'self' 'unsafe-inline'")
"""GraphiQL's editor and its dialogues write style elements at run time."""

TEMPLATES = Environment(
    loader=PackageLoader("backend.demo"), autoescape=select_autoescape(), undefined=StrictUndefined, trim_blocks=True
)


def static_files() -> StaticFiles:
    """The style sheet, the scripts and the vendored packages."""
    return StaticFiles(directory=Path(__file__).parent / "static")


def routes(desk: Desk) -> list[Route]:
    """`/` and `/graphiql`."""
    return [
        Route("/", _start(), methods=["GET"]),
        Route("/graphiql", _graphiql(desk), methods=["GET"]),
        Route("/claims/{reference}", _claim(desk), methods=["GET"]),
    ]


def _claim(desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    """Where letters and the payment's page point, until there is a front end: the form in which Andrew links himself
    to his claim, and once he has, the story."""

    async def claim(request: Request) -> Response:
        story = await desk.tell_story()
        is_told = story is not None and story.reference == request.path_params["reference"]
        linked = story is not None and any(step.persona == "andrew" and step.done_at for step in story.steps)
        return RedirectResponse("/#story" if is_told and linked else "/graphiql?document=link", status_code=303)

    return claim


def _start() -> Callable[[Request], Awaitable[Response]]:
    stories = [(title, [one for one in ready_documents() if one.folder == folder]) for folder, title in FOLDERS]
    facts = {
        "claims_groups": _people(CLAIMS_GROUPS),
        "casework_groups": _people(CASEWORK_GROUPS),
        "citizens": CITIZENS,
        "stories": stories,
        "personas": PERSONAS,
    }

    async def start(_request: Request) -> Response:
        return html("start.html", facts, policy=PAGE_POLICY)

    return start


def _people(groups: Groups) -> list[tuple[str, list[Persona]]]:
    return [(title, [PERSONAS[key] for key in keys]) for title, keys in groups]


def _graphiql(desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    async def graphiql(_request: Request) -> Response:
        story = await desk.tell_story()
        reference = story.reference if story else ""
        documents = {
            one.key: {
                "title": one.title,
                "persona": one.persona,
                "folder": one.folder,
                "about": one.about or reference,
                "query": one.text,
                "variables": one.variables,
            }
            for one in ready_documents()
        }
        # Inside a script element only "<" could end it early.
        setting = (
            orjson.dumps(
                {
                    "url": desk.graphql_path,
                    "stories": dict(FOLDERS),
                    "standings": standings(),
                    "documents": documents,
                }
            )
            .decode()
            .replace("<", "\\u003c")
        )
        return html("graphiql.html", {"setting": setting, "personas": PERSONAS}, policy=GRAPHIQL_POLICY)

    return graphiql


def html(template: str, facts: dict[str, Any], *, policy: str, status: int = 200) -> Response:
    """A page from a template, under a policy of what it may load."""
    return HTMLResponse(
        TEMPLATES.get_template(template).render(facts),
        status_code=status,
        headers={
            "content-security-policy": policy,
            "cache-control": "no-store",
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
        },
    )
