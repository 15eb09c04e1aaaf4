"""How the start page groups the personas: every one stands in exactly one group of the two."""

Groups = tuple[tuple[str, tuple[str, ...]], ...]
"""A title, and the keys of the personas under it."""
CLAIMS_GROUPS: Groups = (
    ("People with a claim", ("kate", "andrew", "kate-2", "andrew-2")),
    ("The court", ("court-officer", "court-officer-2")),
    ("High Court Enforcement Officers", ("hceo", "hceo-2")),
    ("Running the service", ("service-owner", "admin")),
)
CASEWORK_GROUPS: Groups = (
    (
        "Enforcement in England and Wales",
        ("case-manager", "case-manager-2", "complex-case-worker", "team-leader", "team-leader-2", "senior-manager"),
    ),
    (
        "Enforcement in Scotland and Northern Ireland",
        (
            "case-manager-scotland", "team-leader-scotland", "case-manager-northern-ireland",
            "team-leader-northern-ireland",
        ),
    ),
    (
        "Other areas of the agency",
        ("maintenance-worker", "complaints-worker", "transition-worker", "arrears-case-owner", "dot"),
    ),
    ("The parents", ("receiving-parent", "paying-parent")),
)  # fmt: skip
