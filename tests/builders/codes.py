"""Security codes for all tests: their hashes are meant to take time, so they are made once for each secret."""

from collections import defaultdict

from backend.operations import codes
from backend.operations.codes import NewCode
from backend.operations.ground import Ground
from backend.rules.lodging import MOST_PARTIES

_MADE: defaultdict[bytes, list[NewCode]] = defaultdict(list)


async def printed_codes(ground: Ground, count: int = MOST_PARTIES) -> tuple[NewCode, ...]:
    """Codes that hold under this ground's secret, always the same."""
    made = _MADE[ground.sealer.digest("the codes of tests", "")]
    if not made:
        made.extend(await codes.new_codes(ground, MOST_PARTIES))
    return tuple(made[:count])
