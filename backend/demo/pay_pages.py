"""The page on which the pretend GOV.UK Pay is paid: plain HTML, no script, for keyboard and screen reader."""

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse, Response

from backend.rules.money import spoken

POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
TEMPLATES = Environment(
    loader=PackageLoader("backend.demo"), autoescape=select_autoescape(), undefined=StrictUndefined, trim_blocks=True
)


def payment_page(description: str, amount_pence: int, reference: str, url: str) -> Response:
    """The page of one payment; its buttons post below `url`."""
    text = TEMPLATES.get_template("pay.html").render(
        description=description, amount=spoken(amount_pence), reference=reference, url=url
    )
    return HTMLResponse(text, headers={"content-security-policy": POLICY})
