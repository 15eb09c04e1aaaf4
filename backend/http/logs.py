"""How the log is written: one JSON object a line, and of what libraries say nothing that came from a request."""

import logging
import sys
from typing import Any

import orjson
import structlog


def configure(*, level: int = logging.INFO) -> None:
    """Set up structlog and the standard library's logging, to standard output.

    Records of libraries are written without their arguments and without tracebacks, which may hold personal data.
    """
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(serializer=_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(_Library())
    root.setLevel(logging.WARNING)


class _Library(logging.Handler):
    """Writes a record of a library by its template and the type of its exception."""

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0] if record.exc_info else None
        template = record.msg if isinstance(record.msg, str) else type(record.msg).__qualname__
        structlog.get_logger(record.name).log(
            record.levelno,
            "library",
            logger=record.name,
            template=template.strip() if record.args else "",
            place=f"{record.filename}:{record.lineno}",
            exception=f"{kind.__module__}.{kind.__qualname__}" if kind else None,
        )


def _json(event: dict[str, Any], **_options: Any) -> str:
    return orjson.dumps(event, default=lambda value: type(value).__qualname__).decode()
