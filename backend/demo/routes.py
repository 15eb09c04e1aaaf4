"""The routes that only the demonstration has: sign in as a persona, move the clock, read the letters, look around."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from backend.demo import page, verification
from backend.demo.casework import CaseNow
from backend.demo.clock import ClockGoesForwardOnly, ClockGoesTooFar, DueWorkStuck, Step
from backend.demo.desk import Desk
from backend.demo.mailbox import ReceivedLetter
from backend.demo.personas import CITIZENS, PERSONAS, Persona
from backend.demo.requests import Advance, GoTo, Mistake, read_clock_order, read_object, read_persona

Endpoint = Callable[[Request], Awaitable[Response]]


def routes(desk: Desk) -> list[BaseRoute]:
    """The demonstration's routes, to be mounted beside the API. Without them none of this exists."""
    answers = Answers(desk)
    return [
        *page.routes(desk),
        *verification.routes(desk),
        Route("/demo/sign-in", told(answers.sign_in), methods=["POST"]),
        Route("/demo/clock", told(answers.move_clock), methods=["POST"]),
        Route("/demo/clock", told(answers.clock), methods=["GET"]),
        Route("/demo/mail", told(answers.mail), methods=["GET"]),
        Route("/demo/personas", told(answers.personas), methods=["GET"]),
        Route("/demo/story", told(answers.story), methods=["GET"]),
        Route("/demo/cases", told(answers.cases), methods=["GET"]),
        Mount("/demo/static", app=page.static_files(), name="demo-static"),
    ]


def told(answer: Callable[[Request], Awaitable[Any]]) -> Endpoint:
    """Answer in JSON; a mistake as its code, a sentence and its status."""

    @wraps(answer)
    async def endpoint(request: Request) -> Response:
        try:
            return _json(await answer(request))
        except Mistake as mistake:
            return _json({"code": mistake.code, "message": mistake.message}, status=mistake.status)

    return endpoint


@dataclass(frozen=True, slots=True)
class Answers:
    """What the demonstration's routes answer."""

    desk: Desk

    async def sign_in(self, request: Request) -> dict[str, Any]:
        persona = read_persona(await read_object(request))
        session = await self.desk.sign_in(persona)
        return {
            "token": session.token,
            "persona": persona.key,
            "name": persona.name,
            "role": persona.role,
            "expiresAt": session.expires_at,
        }

    async def clock(self, _request: Request) -> dict[str, Any]:
        return {"now": await self.desk.clock.now(), "nextDue": await self.desk.next_due()}

    async def move_clock(self, request: Request) -> dict[str, Any]:
        steps = await self._step(read_clock_order(await read_object(request)))
        shown = {"now": await self.desk.clock.now(), "nextDue": await self.desk.next_due()}
        return shown | {"steps": [{"at": step.at, "acts": step.acts} for step in steps]}

    async def mail(self, request: Request) -> list[dict[str, Any]]:
        if set(request.query_params) - {"to"}:
            raise Mistake("UNKNOWN_FILTER", "The only filter is ?to= with an address.")
        return [letter_shown(letter) for letter in self.desk.mailbox.letters(to=request.query_params.get("to"))]

    async def personas(self, _request: Request) -> list[dict[str, Any]]:
        return [persona_shown(persona) for persona in PERSONAS.values()]

    async def story(self, _request: Request) -> dict[str, Any]:
        story = await self.desk.tell_story()
        if story is None:
            return {"reference": None, "steps": [], "payAt": None}
        steps = [{"title": step.title, "persona": step.persona, "doneAt": step.done_at} for step in story.steps]
        return {"reference": story.reference, "steps": steps, "payAt": story.pay_at}

    async def cases(self, _request: Request) -> list[dict[str, Any]]:
        return [case_shown(case) for case in await self.desk.list_cases()]

    async def _step(self, order: Advance | GoTo) -> list[Step]:
        desk = self.desk
        try:
            target = await self._target(order)
            if target is None:
                return await desk.clock.step_to_next(next_due=desk.next_due, run_due=desk.run_due)
            return await desk.clock.step_to(target, next_due=desk.next_due, run_due=desk.run_due)
        except ClockGoesForwardOnly as refusal:
            raise Mistake(refusal.code, "The clock goes forward only.") from None
        except (ClockGoesTooFar, OverflowError, ValueError):
            raise Mistake(ClockGoesTooFar.code, "The clock goes ten years ahead at most.") from None
        except DueWorkStuck:
            message = "Something that is due here does not get done; the clock waits for it."
            raise Mistake("DUE_WORK_STUCK", message, status=503) from None

    async def _target(self, order: Advance | GoTo) -> datetime | None:
        if isinstance(order, GoTo):
            return order.instant
        return order.by.after(await self.desk.clock.now())


def letter_shown(letter: ReceivedLetter) -> dict[str, Any]:
    return {
        "from": letter.sender,
        "to": letter.to,
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "messageId": letter.message_id,
        "receivedAt": letter.received_at,
    }


def case_shown(case: CaseNow) -> dict[str, Any]:
    return {
        "number": case.number,
        "reference": case.reference,
        "payingParent": case.paying_parent,
        "jurisdiction": case.jurisdiction,
        "arrears": f"{case.arrears_pence / 100:,.2f}",
        "waiting": case.waiting,
        "standing": case.standing,
        "workedBy": case.worked_by,
        "persona": case.persona.key,
        "personaName": case.persona.name,
    }


def persona_shown(persona: Persona) -> dict[str, Any]:
    citizen = CITIZENS.get(persona.key)
    return {
        "persona": persona.key,
        "name": persona.name,
        "role": persona.role,
        "email": persona.email,
        "team": persona.team.name if persona.team else None,
        "organisation": persona.firm.name if persona.firm else None,
        "jurisdictions": sorted(persona.jurisdictions),
        "sees": persona.sees,
        "dateOfBirth": citizen.date_of_birth if citizen else None,
        "addressLines": list(citizen.address.lines) if citizen else None,
        "postCode": citizen.address.post_code if citizen else None,
    }


def _json(value: Any, *, status: int = 200) -> Response:
    body = orjson.dumps(value, option=orjson.OPT_UTC_Z)
    return Response(body, status_code=status, media_type="application/json", headers={"cache-control": "no-store"})
