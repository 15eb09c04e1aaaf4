"""What is measured of the transport; labels are from closed sets, so that no client can make new series."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("http_requests", "Requests answered, by route and status.", ["method", "route", "status"])
REQUEST_SECONDS = Histogram("http_request_seconds", "From the request's first line to the answer's end.", ["route"])
OPERATIONS = Counter("graphql_operations", "Operations, by transport, kind and outcome.", ["transport", "kind", "code"])
OPERATION_SECONDS = Histogram("graphql_operation_seconds", "Time an operation ran.", ["kind"])
SOCKETS = Gauge("graphql_sockets", "WebSockets that are open.")
STREAMS = Gauge("graphql_streams", "Streams of server-sent events that are open.")
CLOSES = Counter("graphql_socket_closes", "WebSockets that we closed, by code.", ["code"])
