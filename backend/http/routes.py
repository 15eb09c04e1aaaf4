"""The routes of the transport and the gates before them: what `app.py` builds its application from."""

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Route, WebSocketRoute

from backend.http.gates import Hosts, Origins, SecurityHeaders, Turnstile
from backend.http.health import Health
from backend.http.identity import Identity
from backend.http.service import Service
from backend.http.sockets import GraphQLOverWebSocket
from backend.http.view import GraphQLOverHTTP

_EXPOSED = ("x-request-id", "retry-after")
_PREFLIGHT_SECONDS = 600


def routes(service: Service, *, path: str = "/graphql") -> list[BaseRoute]:
    """Give the GraphQL endpoint, over HTTP and WebSocket, and the health routes."""
    health = Health(service)
    return [
        Route(path, GraphQLOverHTTP(service)),
        WebSocketRoute(path, GraphQLOverWebSocket(service).accept),
        Route("/livez", health.livez),
        Route("/readyz", health.readyz),
        Route("/metrics", health.metrics),
    ]


def gates(service: Service) -> list[Middleware]:
    """Give the middleware, outermost first, for Starlette's constructor; every route is behind it."""
    door = service.door
    stack = [
        Middleware(Identity),
        Middleware(SecurityHeaders, door=door),
        Middleware(Hosts, door=door),
        Middleware(Turnstile, door=door, admission=service.admission),
        Middleware(Origins, door=door),
    ]
    if door.origins:
        cors = Middleware(
            CORSMiddleware,
            allow_origins=sorted(door.origins),
            allow_methods=["POST"],
            allow_headers=["authorization", "content-type"],
            expose_headers=_EXPOSED,
            max_age=_PREFLIGHT_SECONDS,
        )
        stack.append(cors)
    return stack
