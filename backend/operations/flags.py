"""Flags of an enforcement case: set, removed, by hand or as the effect of another act (R-07, R-11, R-20, R-49)."""

from uuid import UUID

from sqlalchemy import select

from backend.models import FlagSetting
from backend.operations import case_file as case_files
from backend.operations.case_file import CaseFile
from backend.operations.unit import Outcome, Unit
from backend.rules import flags as rules
from backend.rules import refusals
from backend.rules.texts import reason_problems
from backend.rules.vocabulary import Act, EventKind, Flag


async def set_by_hand(
    unit: Unit, case_id: UUID, flag: Flag, *, reason: str, expected_version: int | None = None
) -> Outcome:
    """Whoever works a case sets a flag on it, with a reason of 1 to 1,000 characters.

    Raises `Refused` where the flag is not theirs, is set, or is set by the service alone.
    """
    case_file = await case_files.load(unit, case_id, expected_version=expected_version)
    facts = case_file.require(Act.SET_FLAG, unit)
    if reasons := rules.judge_setting(flag, facts):
        raise refusals.Refused(*reasons)
    if found := reason_problems(reason):
        raise refusals.Invalid(*found)
    await set_flag(unit, case_file, flag, reason.strip())
    return case_file.outcome


async def remove_by_hand(
    unit: Unit, case_id: UUID, flag: Flag, *, reason: str, expected_version: int | None = None
) -> Outcome:
    """Whoever works a case removes a flag of it, with a reason of 1 to 1,000 characters. Raises `Refused`."""
    case_file = await case_files.load(unit, case_id, expected_version=expected_version)
    facts = case_file.require(Act.REMOVE_FLAG, unit)
    if reasons := rules.judge_removing(flag, facts):
        raise refusals.Refused(*reasons)
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
    if await _live(unit, case_file, flag):
        return False
    unit.session.add(
        FlagSetting(case_id=case_file.case.id, flag=flag, set_at=unit.now, set_by=unit.actor.user_id, reason=reason)
    )
    case_file.record(unit, EventKind.FLAG_SET, flag=rules.FLAGS[flag].title, reason=reason)
    await case_file.read_again(unit)
    return True


async def remove_flag(unit: Unit, case_file: CaseFile, flag: Flag, reason: str) -> bool:
    """Remove a flag as an effect of an act that was permitted; False where it is not set."""
    live = await _live(unit, case_file, flag)
    if live is None:
        return False
    live.ended_at, live.ended_by, live.ended_why = unit.now, unit.actor.user_id, reason
    case_file.record(unit, EventKind.FLAG_REMOVED, flag=rules.FLAGS[flag].title, reason=reason)
    await case_file.read_again(unit)
    return True


async def _live(unit: Unit, case_file: CaseFile, flag: Flag) -> FlagSetting | None:
    found: FlagSetting | None = await unit.session.scalar(
        select(FlagSetting).where(
            FlagSetting.case_id == case_file.case.id, FlagSetting.flag == flag, FlagSetting.ended_at.is_(None)
        )
    )
    return found
