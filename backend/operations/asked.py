"""What asked for an effect: the line of a service request, on a case that is loaded and locked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.models import Activity, ServiceRequest, WritApplication
from backend.operations.case_file import CaseFile
from backend.operations.subject import Subject
from backend.operations.worked import Worked
from backend.rules import refusals
from backend.rules.casework import forms
from backend.rules.reasons import casework as reasons


@dataclass(frozen=True, slots=True)
class Asked:
    """The line whose outcome asks for something, with what was given with it."""

    worked: Worked
    activity: Activity
    prepared: Any = None
    """What the effect prepared before the transaction, where it prepares anything."""

    @property
    def service_request(self) -> ServiceRequest:
        return self.worked.service_request

    @property
    def subject(self) -> Subject:
        """The claim, for the court's effects."""
        return self.worked.subject

    @property
    def case_file(self) -> CaseFile:
        """The enforcement case, for the agency's effects."""
        return self.worked.case_file

    @property
    def application(self) -> WritApplication:
        """The live application that the service request is about. Raises `Refused` where it is live no longer."""
        application = self.subject.application
        if application is None or application.id != self.service_request.subject_id:
            raise refusals.Refused(reasons.NOT_TO_BE_WORKED)
        return application

    @property
    def reason(self) -> str:
        """The reason given, or else the note. Raises `Refused` where neither was."""
        reason = self.activity.reason or self.activity.comment
        if reason is None:
            raise refusals.Refused(reasons.REASON_REQUIRED)
        return reason

    @property
    def on(self) -> date:
        """The day given. Raises `Refused` where none was."""
        if self.activity.on is None:
            raise refusals.Refused(reasons.DATE_REQUIRED)
        return self.activity.on

    def filled_in(self, code: str) -> Any:
        """What was filled in for a field of the data form; None where nothing was, or where the form has none such."""
        field = self.worked.kind.field(code)
        return forms.read(field, self.service_request.data) if field else None
