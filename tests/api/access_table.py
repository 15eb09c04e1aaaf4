"""Who sees what of a claim, field by field: written by hand.

Columns: claimant, co-claimant (confidential), defendant, co-defendant, court officer of the jurisdiction, the
enforcement officer on whom the writ was served. v a value, . null, - nothing that the field could stand in. Everybody
else reaches no claim at all, the officer who had the writ before among them.
"""

OF_AN_ENTRY = "id kind at actorRole summary changes"
OF_THE_RECORD = "recordedAt number hash"
OF_AN_ENTRY_FOR_THE_COURT = f"{OF_THE_RECORD} actorName"
OF_A_LETTER = "id name state recipientName createdAt"
UNUSED_OF_A_LETTER = "endedAt failure download text"
OF_A_PARTY = "id side kind name"
REACHING_A_PARTY = "addressLines postCode email phone"
EVERYONE = "vvvvvv"
PARTIES_AND_COURT = "vvvvv-"
CLAIMANTS_AND_COURT = "vv--v-"

CLAIM: dict[tuple[str, str], dict[str, str]] = {
    ("Claim", ""): {
        EVERYONE: "id reference jurisdiction amount lodgedAt issuedOn servedOn status version updatedAt "
        "responseDeadline position nextSteps timeline notices actions parties debts responses judgmentRequests "
        "judgment letters history restraints guidanceRead writApplications writ writs",
        "vvvvv.": "interestFrom whatFor amountOwed events evidence",
        "vv..v.": "writEligibility enforcementOptions",
    },
    ("Party", "Kate Marlowe"): {
        EVERYONE: OF_A_PARTY, "v.vvvv": REACHING_A_PARTY, "v...v.": "isConfidential dateOfBirthMasked",
        "......": "organisationNumber dateOfBirth",
    },
    ("Party", "Carol Secret"): {
        EVERYONE: OF_A_PARTY, ".v..v.": f"{REACHING_A_PARTY} isConfidential dateOfBirthMasked",
        "......": "organisationNumber dateOfBirth",
    },
    ("Party", "Andrew Hollis"): {
        EVERYONE: OF_A_PARTY, "vvv.v.": REACHING_A_PARTY, "..v.v.": "isConfidential dateOfBirthMasked",
        "......": "organisationNumber dateOfBirth",
    },
    ("Party", "Dora Hollis"): {
        EVERYONE: OF_A_PARTY, "vv.vv.": REACHING_A_PARTY, "...vv.": "isConfidential dateOfBirthMasked",
        "......": "organisationNumber dateOfBirth",
    },
    ("Party", "Hollis Ltd"): {
        EVERYONE: f"{OF_A_PARTY} organisationNumber", "vv..v.": "addressLines postCode phone",
        "....v.": "isConfidential", "......": "email dateOfBirthMasked dateOfBirth",
    },
    ("Debt", ""): {PARTIES_AND_COURT: "id kind lines total"},
    ("LedgerLine", ""): {PARTIES_AND_COURT: "id kind amount on explanation policy"},
    ("Response", ""): {PARTIES_AND_COURT: "id kind statement disputedAmount receivedAt countsAsFiledOn"},
    ("JudgmentRequest", ""): {
        PARTIES_AND_COURT: "id basis state requestedAt decidedAt refusalCode orderOfPayment"
    },
    ("Judgment", ""): {
        EVERYONE: "id number basis enteredAt enteredOn total",
        "vvvvv.": "orderOfPayment payWithin28Days registerLastDay",
    },
    ("OrderOfPayment", ""): {PARTIES_AND_COURT: "kind byDate instalment frequency firstOn"},
    ("Deadline", ""): {EVERYONE: "at on isPast explanation steps policy source calendarVersion"},
    ("DeadlineStep", ""): {EVERYONE: "on text"},
    ("Action", ""): {EVERYONE: "name isOpen reasons", "..vv..": "until"},
    ("Reason", ""): {EVERYONE: "code explanation source"},
    ("NextStep", ""): {EVERYONE: "code title topic guidance", "..vvv.": "act", "..vv..": "deadline"},
    ("Guidance", ""): {EVERYONE: "topic title version publishedOn body"},
    ("Stage", ""): {EVERYONE: "code title state on"},
    ("Notice", ""): {EVERYONE: "name title text isUrgent"},
    ("ClaimEvent", ""): {PARTIES_AND_COURT: "on what"},
    ("Evidence", ""): {PARTIES_AND_COURT: "kind description"},
}  # fmt: skip

LETTERS: dict[tuple[str, str], dict[str, str]] = {
    ("Letter", "Kate Marlowe"): {
        "v---v-": OF_A_LETTER, ".---v-": "attempts failure download", ".---.-": "endedAt text",
    },
    ("Letter", "Carol Secret"): {"-v--v-": OF_A_LETTER, "-.--v-": "attempts", "-.--.-": UNUSED_OF_A_LETTER},
    ("Letter", "Andrew Hollis"): {"--v-v-": OF_A_LETTER, "--.-v-": "attempts", "--.-.-": UNUSED_OF_A_LETTER},
    ("Letter", "Dora Hollis"): {"---vv-": OF_A_LETTER, "---.v-": "attempts", "---..-": UNUSED_OF_A_LETTER},
    ("Letter", "Hollis Ltd"): {"----v-": f"{OF_A_LETTER} attempts download", "----.-": "endedAt failure text"},
    ("Letter", "Officer"): {
        "----vv": f"{OF_A_LETTER} endedAt", "----v.": "attempts", "----..": "failure download text",
    },
    ("Letter", "Replaced officer"): {"----v-": f"{OF_A_LETTER} attempts", "----.-": UNUSED_OF_A_LETTER},
}  # fmt: skip

HISTORY: dict[tuple[str, str], dict[str, str]] = {
    ("HistoryEntryConnection", ""): {EVERYONE: "edges nodes pageInfo totalCount"},
    ("HistoryEntryEdge", ""): {EVERYONE: "node cursor"},
    ("PageInfo", ""): {EVERYONE: "hasNextPage hasPreviousPage startCursor endCursor"},
    ("Change", ""): {EVERYONE: "field to"},
    **{
        ("HistoryEntry", kind): {EVERYONE: OF_AN_ENTRY, "....v.": OF_AN_ENTRY_FOR_THE_COURT}
        for kind in (
            "WRIT_ISSUED", "WRIT_SERVED", "WRIT_ACKNOWLEDGED", "NOTICE_OF_ENFORCEMENT_GIVEN", "ENFORCEMENT_RESTRAINED",
            "RESTRAINT_LIFTED",
        )
    },
    **{
        ("HistoryEntry", kind): {PARTIES_AND_COURT: OF_AN_ENTRY, "....v-": OF_AN_ENTRY_FOR_THE_COURT}
        for kind in (
            "CLAIM_LODGED", "RESPONSE_RECEIVED", "JUDGMENT_REQUESTED", "JUDGMENT_REFUSED", "JUDGMENT_ENTERED",
            "JUDGMENT_PAYMENTS_RECORDED",
        )
    },
    **{
        ("HistoryEntry", kind): {CLAIMANTS_AND_COURT: OF_AN_ENTRY, "..--v-": OF_AN_ENTRY_FOR_THE_COURT}
        for kind in (
            "WRIT_APPLICATION_STARTED", "WRIT_DETAILS_GIVEN", "HCEO_CHOSEN", "HELP_WITH_FEES_USED",
            "FEE_PAYMENT_STARTED", "WRIT_APPLICATION_SUBMITTED", "WRIT_APPLICATION_REJECTED",
        )
    },
    **{
        ("HistoryEntry", kind): {
            CLAIMANTS_AND_COURT: OF_AN_ENTRY, "..--v-": OF_THE_RECORD, "..--.-": "actorName",
        }
        for kind in ("FEE_PAYMENT_SUCCEEDED", "FEE_PAYMENT_ENDED")
    },
    **{
        ("HistoryEntry", kind): {"----v-": f"{OF_AN_ENTRY} {OF_AN_ENTRY_FOR_THE_COURT}"}
        for kind in ("SECURITY_CODE_ISSUED", "SERVICE_REQUEST_OPENED")
    },
    ("HistoryEntry", "GUIDANCE_READ"): {"v---v-": OF_AN_ENTRY, ".---v-": OF_AN_ENTRY_FOR_THE_COURT},
    ("HistoryEntry", "Andrew Hollis linked to the claim."): {
        "--v-v-": OF_AN_ENTRY, "--.-v-": OF_AN_ENTRY_FOR_THE_COURT,
    },
    ("HistoryEntry", "Dora Hollis linked to the claim."): {
        "---vv-": OF_AN_ENTRY, "---.v-": OF_AN_ENTRY_FOR_THE_COURT,
    },
    ("HistoryEntry", "The letter “claim lodged confirmation” could not be sent by e-mail and waits to be printed."): {
        "v---v-": OF_AN_ENTRY, ".---v-": OF_THE_RECORD, ".---.-": "actorName",
    },
}  # fmt: skip

ENFORCEMENT: dict[tuple[str, str], dict[str, str]] = {
    ("GuidanceRead", ""): {"v-----": "topic version readAt"},
    ("WritEligibility", ""): {CLAIMANTS_AND_COURT: "isEligible conditions"},
    ("EligibilityCondition", ""): {CLAIMANTS_AND_COURT: "code title result reason"},
    ("EnforcementOption", ""): {CLAIMANTS_AND_COURT: "route isOpen reasons fee topic"},
    ("Fee", ""): {CLAIMANTS_AND_COURT: "amount explanation policy source"},
    # To the other side an application is there once its writ is issued, and then as a summary.
    ("WritApplication", ""): {
        EVERYONE: "id reference claimReference state submittedAt decidedAt version updatedAt actions payments",
        "vv..v.": "details detailsGivenAt corrections isAmended appointmentMethod region officer fee feePolicy "
        "feeMethod helpWithFeesReference startedAt decisionReason nextStep",
        "....v.": "checks",
    },
    ("WritDetails", ""): {
        CLAIMANTS_AND_COURT: "defendants addresses amountDue payments isRegulated goods vehicles safety"
    },
    ("PaymentSinceJudgment", ""): {CLAIMANTS_AND_COURT: "on amount"},
    ("WritCheck", ""): {"----v-": "code title result finding"},
    ("FeePayment", ""): {
        CLAIMANTS_AND_COURT: "id reference applicationReference amount received state startedAt endedAt feePolicy "
        "failure",
        "..--.-": "nextUrl",
    },
    ("Restraint", ""): {EVERYONE: "id kind since endsAt liftedAt isInForce", "vvvvv.": "reason"},
    ("Writ", ""): {
        EVERYONE: "id number claimReference status issuedAt issuedOn amounts total dailyInterest lastDay expiresOn "
        "officer servedAt receivedAt acknowledgedAt noticeMethod noticeGivenOn enforceable enforceableAt document "
        "version updatedAt actions",
        "vv..vv": "enforcementAddresses goods vehicles safety",
        "......": "endedAt",
    },
    ("EnforcementAddress", ""): {"vv--vv": "lines postCode"},
    ("WritAmount", ""): {EVERYONE: "text amount"},
    ("Document", ""): {
        EVERYONE: "id kind name version mediaType byteSize sha256 createdAt download", "......": "supersededAt",
    },
    ("Download", ""): {EVERYONE: "url expiresAt"},
    ("Hceo", ""): {
        EVERYONE: "id number name firm firmNumber email phone state canBeServed version updatedAt regions districts "
        "actions",
        "....v.": "stateReason openWrits",
    },
    ("HceoDistrict", ""): {EVERYONE: "district basis name region"},
}  # fmt: skip

ACCESS = {**CLAIM, **LETTERS, **HISTORY, **ENFORCEMENT}
LEADS_BACK = {("Writ", "claim")}
"""Fields that lead back to the claim from which everything here was reached."""
NEVER_HELD = {("Document", "supersededAt"), ("FeePayment", "nextUrl"), ("Letter", "text"), ("Party", "dateOfBirth"),
              ("Writ", "endedAt")}  # fmt: skip
"""Fields that nobody sees filled: a writ that was reissued or has ended, a payment that is still open, and the free
text that only the agency's letters have."""
