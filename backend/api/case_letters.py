"""Letters of the agency: what can be done."""

from typing import Any

import strawberry

from backend.api.fields import act
from backend.resolvers import case_letters
from backend.schema.results import case_letters as results


@strawberry.type(description="What the agency does with letters.")
class CaseLetterActs:
    draft_case_letter: Any = act(
        case_letters.draft_case_letter,
        results.DraftCaseLetterSuccess,
        "Draft a letter in free text, to be signed off; whoever works the service request (R-52).",
    )
    send_case_letter: Any = act(
        case_letters.send_case_letter,
        results.SendCaseLetterSuccess,
        "Send a letter with words of its own; whoever works the service request (R-23, R-42, R-48, R-55).",
    )
    mark_case_letter_posted: Any = act(
        case_letters.mark_case_letter_posted,
        results.MarkCaseLetterPostedSuccess,
        "Note that a printed letter of the agency is in the post; whoever works the case or leads its team (X-07).",
    )
