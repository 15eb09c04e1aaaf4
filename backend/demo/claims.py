"""Drawing a generated claim: who quarrels with whom, about what and how much, and how it goes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from backend.demo import acts, judging
from backend.demo.cast import Cast, Figure, draw_firm_figure, draw_person_figure
from backend.demo.data.quarrels import QUARRELS, Quarrel
from backend.demo.draft import PLACE, begin
from backend.demo.plots import Plot, Schedule, draw_schedule
from backend.demo.rows import Row, Rows
from backend.demo.telling import Telling
from backend.rules import deadlines
from backend.rules.periods import london_day
from backend.rules.vocabulary import ClaimState, PartySide

CONFIDENTIAL, TWO_DEFENDANTS, BIRTH_KNOWN, WITH_INTEREST, ODD_PENCE = 0.03, 0.06, 0.7, 0.6, 0.35


@dataclass(frozen=True, slots=True)
class Opening:
    """How a claim begins: its plot, when it was lodged, and who is certain to be in it."""

    plot: Plot
    lodged_at: datetime
    claimant: Figure | None = None
    defendant: Figure | None = None
    """Somebody with an account, who links themselves to it."""


def draw_claim(rng: Random, rows: Rows, cast: Cast, opening: Opening, *, reference: str, now: datetime) -> None:
    """Add everything that one claim leaves in the database, as it stands at `now`."""
    quarrel = rng.choice(QUARRELS)
    rows.date(opening.lodged_at)
    time = deadlines.service_and_response(opening.lodged_at, PLACE)
    claim = _draw_content(rng, quarrel, opening.lodged_at)
    draft = begin(rows, reference=reference, lodged_at=opening.lodged_at, time=time, claim=claim)
    schedule = draw_schedule(rng, opening.plot, opening.lodged_at, time, links=opening.defendant is not None)
    claimant = opening.claimant or rng.choice(cast.trading_claimants if quarrel.claimant_trades else cast.claimants)
    draft.add_party(PartySide.CLAIMANT, claimant, is_confidential=rng.random() < CONFIDENTIAL)
    for defendant in _defendants(rng, cast, quarrel, opening, is_linked=schedule.linked_at is not None):
        party = draft.add_party(PartySide.DEFENDANT, defendant)
        if rng.random() > BIRTH_KNOWN:
            party["date_of_birth"] = None
    telling = Telling(rng=rng, draft=draft, now=now, officer=rng.choice(cast.officers))
    _plan(telling, opening.lodged_at, schedule)
    telling.run()


def _plan(telling: Telling, lodged_at: datetime, schedule: Schedule) -> None:
    telling.then(lodged_at, acts.lodge)
    telling.then(schedule.linked_at, acts.link)
    telling.then(schedule.requested_at, judging.request_judgment)
    telling.then(schedule.responded_at, acts.respond)
    telling.then(schedule.entered_at, judging.enter_judgment)


def _defendants(rng: Random, cast: Cast, quarrel: Quarrel, opening: Opening, *, is_linked: bool) -> list[Figure]:
    """The first has an account if they link; a second, rarely, is a stranger who does not."""
    if opening.defendant is not None:
        return [opening.defendant]
    draw = draw_firm_figure if quarrel.defendant_trades else draw_person_figure
    pool = cast.trading_defendants if quarrel.defendant_trades else cast.defendants
    first = rng.choice(pool) if is_linked else draw(rng)
    return [first, draw_person_figure(rng)] if rng.random() < TWO_DEFENDANTS else [first]


def _draw_content(rng: Random, quarrel: Quarrel, lodged_at: datetime) -> Row:
    today = london_day(lodged_at)
    pence = rng.randint(0, 99) if rng.random() < ODD_PENCE else 0
    ago = sorted((rng.randint(20, 400) for _ in quarrel.happened), reverse=True)
    days = [today - timedelta(days=each) for each in ago]
    content: dict[str, Any] = {
        "state": ClaimState.AWAITING_RESPONSE,
        "amount_pence": rng.randint(quarrel.least, quarrel.most) * 100 + pence,
        "interest_from": days[-1] if rng.random() < WITH_INTEREST else None,
        "what_for": quarrel.what_for,
        "events": [{"on": on.isoformat(), "what": what} for on, what in zip(days, quarrel.happened, strict=True)],
        "evidence": [{"kind": kind, "description": text} for kind, text in quarrel.evidence],
    }
    return content
