"""Applications for a writ of control and what stands around them: what can be asked and done."""

from typing import Any

import strawberry

from backend.api.fields import act, field
from backend.resolvers import enforcement, writ_applications
from backend.schema.results import enforcement as around
from backend.schema.results import writ_applications as results
from backend.schema.writ_applications import WritApplication


@strawberry.type(description="What can be asked about applications for a writ.")
class WritApplicationQueries:
    writ_application: WritApplication | None = field(
        resolver=writ_applications.writ_application,
        description="An application for a writ that you may see; null where there is none, or none for you.",
    )


@strawberry.type(description="What can be done to have a judgment enforced, up to the court's decision.")
class WritApplicationActs:
    record_guidance_read: Any = act(
        enforcement.record_guidance_read,
        around.RecordGuidanceReadSuccess,
        "Note that you read a page of guidance for a claim, in its version of today (W-02).",
    )
    choose_paper_writ: Any = act(
        enforcement.choose_paper_writ,
        around.ChoosePaperWritSuccess,
        "Choose to apply for a writ on paper: answers form, fee and steps; the claimant only (W-04).",
    )
    start_writ_application: Any = act(
        writ_applications.start_writ_application,
        results.StartWritApplicationSuccess,
        "Begin an application for a writ of control; the claimant only (W-05).",
    )
    give_writ_details: Any = act(
        writ_applications.give_writ_details,
        results.GiveWritDetailsSuccess,
        "Confirm or correct what is known, and add what a writ needs; the claimant only (W-05).",
    )
    appoint_hceo: Any = act(
        writ_applications.appoint_hceo,
        results.AppointHceoSuccess,
        "Choose the enforcement officer, or leave the choice to the rota; the claimant only (W-06).",
    )
    use_help_with_fees: Any = act(
        writ_applications.use_help_with_fees,
        results.UseHelpWithFeesSuccess,
        "Cover the fee by a Help with Fees reference and send the application; the claimant only (W-07).",
    )
    resubmit_writ_application: Any = act(
        writ_applications.resubmit_writ_application,
        results.ResubmitWritApplicationSuccess,
        "Send an application that was sent back again, the fee still covered; the claimant only (W-10).",
    )
    withdraw_writ_application: Any = act(
        writ_applications.withdraw_writ_application,
        results.WithdrawWritApplicationSuccess,
        "Withdraw an application, unless a payment is in progress; the claimant only (W-07).",
    )
    amend_writ_application: Any = act(
        writ_applications.amend_writ_application,
        results.AmendWritApplicationSuccess,
        "Amend a submitted application; court staff only, who then cannot approve it (W-10).",
    )
    restrain_enforcement: Any = act(
        enforcement.restrain_enforcement,
        around.RestrainEnforcementSuccess,
        "Record a stay or a breathing space, which stops enforcement at once; court staff only (W-03).",
    )
    lift_restraint: Any = act(
        enforcement.lift_restraint,
        around.LiftRestraintSuccess,
        "End a stay or a breathing space before its time; court staff only (W-03).",
    )
