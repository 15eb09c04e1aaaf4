"""Flags of an enforcement case: set, removed, by hand or as the effect of another act (R-07, R-11, R-20, R-49)."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from backend.models import FlagSetting
from backend.operations import case_file as case_files
from backend.operations.case_file import CaseFile
from backend.operations.unit import Outcome, Unit
from backend.rules import case_options, refusals
from backend.rules import flags as rules
from backend.rules.texts import reason_problems
from backend.rules.vocabulary import Act, EventKind, Flag


async def set_by_hand(
    unit: Unit, case_id: UUID, flag: Flag, *, reason: str, expected_version: int | None = None
) -> Outcome:
    """Whoever works a case sets a flag on it, with a reason of 1 to 1,000 characters.

    Raises `Refused` where the flag is not theirs, is set, or is set by the service alone.
    """
    case_file = await case_files.load(unit, case_id, expected_version=expected_version)
    case_options.judge_flag(Act.SET_FLAG, flag, case_file.facts, case_file.relation).require()
    unit.permit(Act.SET_FLAG)
    if found := reason_problems(reason):
        raise refusals.Invalid(*found)
    await set_flag(unit, case_file, flag, reason.strip())
    return case_file.outcome


async def remove_by_hand(
    unit: Unit, case_id: UUID, flag: Flag, *, reason: str, expected_version: int | None = None
) -> Outcome:
    """Whoever works a case removes a flag of it, with a reason of 1 to 1,000 characters. Raises `Refused`."""
    case_file = await case_files.load(unit, case_id, expected_version=expected_version)
    case_options.judge_flag(Act.REMOVE_FLAG, flag, case_file.facts, case_file.relation).require()
    unit.permit(Act.REMOVE_FLAG)
    if found := reason_problems(reason):
        raise refusals.Invalid(*found)
    await remove_flag(unit, case_file, flag, reason.strip())
    return case_file.outcome


async def set_flag(unit: Unit, case_file: CaseFile, flag: Flag, reason: str) -> bool:
    """Set a flag as an effect of an act that was permitted; False where it is set already.

    Raises `Refused` for Ever in Enforcement in criminal enforcement or after a rejected referral (R-08, R-11).
    """
    if flag is Flag.EVER_IN_ENFORCEMENT and (reasons := rules.judge_ever_in_enforcement(case_file.facts)):
        raise refusals.Refused(*reasons)
    flags = case_file.facts.flags
    if flag in flags:
        return False
    unit.session.add(
        FlagSetting(case_id=case_file.case.id, flag=flag, set_at=unit.now, set_by=unit.actor.user_id, reason=reason)
    )
    case_file.record(unit, EventKind.FLAG_SET, flag=rules.FLAGS[flag].title, reason=reason)
    case_file.facts = replace(case_file.facts, flags=flags | {flag})
    return True


async def remove_flag(unit: Unit, case_file: CaseFile, flag: Flag, reason: str) -> bool:
    """Remove a flag as an effect of an act that was permitted; False where it is not set."""
    flags = case_file.facts.flags
    if flag not in flags:
        return False
    of_case = select(FlagSetting).where(FlagSetting.case_id == case_file.case.id, FlagSetting.flag == flag)
    live = (await unit.session.scalars(of_case.where(FlagSetting.ended_at.is_(None)))).one()
    live.ended_at, live.ended_by, live.ended_why = unit.now, unit.actor.user_id, reason
    case_file.record(unit, EventKind.FLAG_REMOVED, flag=rules.FLAGS[flag].title, reason=reason)
    case_file.facts = replace(case_file.facts, flags=flags - {flag})
    return True
