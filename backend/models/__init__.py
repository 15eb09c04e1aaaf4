"""What is stored? Tables, and nothing that decides."""

from backend.models.base import Base, Instant, Json, new_id
from backend.models.cases import Case, HistoryEntry, Stream
from backend.models.casework import Activity, ActivityPlan, ServiceRequest, ServiceRequestNote
from backend.models.claims import Claim, Link, LinkAttempt, LinkGuard, Party, Response, SecurityCode
from backend.models.documents import Document
from backend.models.durable import DemoClock, GuidanceRead, IdempotencyKey, Installation, SeenNotice, Timer
from backend.models.hceos import Hceo, HceoDistrict
from backend.models.judgments import Debt, Judgment, JudgmentRequest, LedgerLine
from backend.models.letters import Letter
from backend.models.payments import Payment
from backend.models.users import Organisation, Session, Team, User
from backend.models.writs import Restraint, Writ, WritApplication

__all__ = [
    "Activity",
    "ActivityPlan",
    "Base",
    "Case",
    "Claim",
    "Debt",
    "DemoClock",
    "Document",
    "GuidanceRead",
    "Hceo",
    "HceoDistrict",
    "HistoryEntry",
    "IdempotencyKey",
    "Installation",
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
    "Payment",
    "Response",
    "Restraint",
    "SecurityCode",
    "SeenNotice",
    "ServiceRequest",
    "ServiceRequestNote",
    "Session",
    "Stream",
    "Team",
    "Timer",
    "User",
    "Writ",
    "WritApplication",
    "new_id",
]
