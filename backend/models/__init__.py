"""What is stored? Tables, and nothing that decides."""

from backend.models.arrears import ArrearsLine, Artefact, ExpectedPayment, LiabilityOrder, PaymentIn, Schedule
from backend.models.base import Base, Instant, Json, new_id
from backend.models.cases import Case, HistoryEntry, Stream
from backend.models.casework import (
    Activity,
    ActivityPlan,
    OfflineTask,
    RelatedServiceRequest,
    ServiceRequest,
    ServiceRequestNote,
)
from backend.models.claims import Claim, Link, LinkAttempt, LinkGuard, Party, Response, SecurityCode
from backend.models.documents import Document
from backend.models.durable import DemoClock, GuidanceRead, IdempotencyKey, Installation, SeenNotice, Timer
from backend.models.enforcement_cases import (
    EnforcementCase,
    FlagSetting,
    MaintenanceCase,
    Movement,
    PowerConsidered,
    Review,
    Surveillance,
)
from backend.models.hceos import Hceo, HceoDistrict
from backend.models.intake import Finding, IntakeMessage
from backend.models.judgments import Debt, Judgment, JudgmentRequest, LedgerLine
from backend.models.letters import Letter
from backend.models.monitorings import Monitoring
from backend.models.payments import Payment
from backend.models.users import Organisation, Session, Team, User
from backend.models.writs import Restraint, Writ, WritApplication

__all__ = [
    "Activity",
    "ActivityPlan",
    "ArrearsLine",
    "Artefact",
    "Base",
    "Case",
    "Claim",
    "Debt",
    "DemoClock",
    "Document",
    "EnforcementCase",
    "ExpectedPayment",
    "Finding",
    "FlagSetting",
    "GuidanceRead",
    "Hceo",
    "HceoDistrict",
    "HistoryEntry",
    "IdempotencyKey",
    "Installation",
    "Instant",
    "IntakeMessage",
    "Json",
    "Judgment",
    "JudgmentRequest",
    "LedgerLine",
    "Letter",
    "LiabilityOrder",
    "Link",
    "LinkAttempt",
    "LinkGuard",
    "MaintenanceCase",
    "Monitoring",
    "Movement",
    "OfflineTask",
    "Organisation",
    "Party",
    "Payment",
    "PaymentIn",
    "PowerConsidered",
    "RelatedServiceRequest",
    "Response",
    "Restraint",
    "Review",
    "Schedule",
    "SecurityCode",
    "SeenNotice",
    "ServiceRequest",
    "ServiceRequestNote",
    "Session",
    "Stream",
    "Surveillance",
    "Team",
    "Timer",
    "User",
    "Writ",
    "WritApplication",
    "new_id",
]
