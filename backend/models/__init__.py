"""What is stored? Tables, and nothing that decides."""

from backend.models.base import Base, Instant, Json, new_id
from backend.models.cases import Case, HistoryEntry, Stream
from backend.models.claims import Claim, Link, LinkAttempt, LinkGuard, Party, Response, SecurityCode
from backend.models.durable import DemoClock, IdempotencyKey, SeenNotice, Timer
from backend.models.judgments import Debt, Judgment, JudgmentRequest, LedgerLine
from backend.models.letters import Letter
from backend.models.users import Organisation, Session, Team, User

__all__ = [
    "Base",
    "Case",
    "Claim",
    "Debt",
    "DemoClock",
    "HistoryEntry",
    "IdempotencyKey",
    "Instant",
    "Json",
    "Judgment",
    "JudgmentRequest",
    "LedgerLine",
    "Letter",
    "Link",
    "LinkAttempt",
    "LinkGuard",
    "Organisation",
    "Party",
    "Response",
    "SecurityCode",
    "SeenNotice",
    "Session",
    "Stream",
    "Team",
    "Timer",
    "User",
    "new_id",
]
