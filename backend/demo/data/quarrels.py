"""What people claim money for: plausible texts, with the range that such sums lie in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quarrel:
    """A kind of money claim: what it says, what happened, what proves it, and between which sums (pounds) it lies."""

    what_for: str
    happened: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]
    least: int
    most: int
    claimant_trades: bool = False
    """The claimant is usually a business."""
    defendant_trades: bool = False


INVOICE = ("CONTRACTS_AND_AGREEMENTS", "Signed quotation")
LETTERS = ("LETTERS_EMAILS_AND_OTHER_CORRESPONDENCE", "E-mails asking for payment")
RECEIPTS = ("RECEIPTS", "Receipt and bank statement")
PHOTOS = ("PHOTO", "Photographs")
EXPERT = ("EXPERT_WITNESS", "Report of another tradesperson")

QUARRELS: tuple[Quarrel, ...] = (
    Quarrel(
        "Unpaid invoice for building a rear extension. The work was signed off, the last invoice was not paid.",
        ("Quotation accepted", "Work finished and signed off", "Final invoice sent", "Reminder sent, no answer"),
        (INVOICE, LETTERS, PHOTOS), 900, 9_500, claimant_trades=True,
    ),
    Quarrel(
        "Unpaid invoices for goods supplied on 30 days' credit over three months.",
        ("Account opened", "Goods delivered against signature", "Invoices fell due", "Account put on stop"),
        (INVOICE, ("STATEMENT_OF_ACCOUNT", "Statement of account")), 350, 8_000,
        claimant_trades=True, defendant_trades=True,
    ),
    Quarrel(
        "Tenancy deposit not returned after the end of the tenancy, though the inventory shows no damage.",
        ("Tenancy began, deposit paid", "Tenancy ended, keys returned", "Inventory agreed", "Deposit asked back"),
        (INVOICE, RECEIPTS, ("OTHER", "Check-in and check-out inventories")), 450, 2_200,
    ),
    Quarrel(
        "Money lent to a friend for a van, to be paid back within six months. Two instalments were paid, then none.",
        ("Loan agreed and paid by bank", "First instalment", "Second instalment", "Instalments stopped"),
        (LETTERS, RECEIPTS), 300, 4_800,
    ),
    Quarrel(
        "A used car that was sold as roadworthy broke down after nine days; the seller refuses a refund.",
        ("Car bought", "Gearbox failed on the motorway", "Rejected in writing within 30 days", "Refund refused"),
        (RECEIPTS, EXPERT, PHOTOS), 1_100, 7_900, defendant_trades=True,
    ),
    Quarrel(
        "A kitchen was paid for and never completed: worktops and two units are missing, the fitter does not answer.",
        ("Deposit paid", "Fitting began", "Fitter left the site", "Another firm quoted for completion"),
        (INVOICE, PHOTOS, EXPERT), 700, 9_000, defendant_trades=True,
    ),
    Quarrel(
        "Rent arrears of two months left at the end of an assured shorthold tenancy.",
        ("Tenancy began", "Rent missed", "Rent missed again", "Tenant moved out"),
        (INVOICE, ("STATEMENT_OF_ACCOUNT", "Rent account")), 850, 3_600,
    ),
    Quarrel(
        "Design work for a website and brochure delivered and used, but not paid for.",
        ("Brief agreed", "Drafts approved", "Website went live", "Invoice sent"),
        (INVOICE, LETTERS), 400, 5_500, claimant_trades=True, defendant_trades=True,
    ),
    Quarrel(
        "A wedding venue cancelled three weeks before the day and kept the advance payment.",
        ("Venue booked, advance paid", "Venue cancelled by e-mail", "Refund asked for", "Refund refused"),
        (INVOICE, LETTERS, RECEIPTS), 600, 6_000, defendant_trades=True,
    ),
    Quarrel(
        "Wages and holiday pay for the last month of casual work in a kitchen were never paid.",
        ("Employment began", "Notice given", "Last shift worked", "Pay day passed"),
        (("OTHER", "Rotas and payslips"), LETTERS), 250, 2_400, defendant_trades=True,
    ),
    Quarrel(
        "A fence and two parked bicycles were damaged by a reversing van; the driver admitted it and did not pay.",
        ("Damage done", "Driver admitted fault in writing", "Repair quoted", "Payment promised, not made"),
        (PHOTOS, LETTERS, EXPERT), 180, 1_900,
    ),
    Quarrel(
        "Boarding and veterinary fees for a horse that the owner collected without settling the account.",
        ("Livery agreement signed", "Veterinary treatment", "Horse collected", "Account sent"),
        (INVOICE, ("STATEMENT_OF_ACCOUNT", "Livery account")), 300, 3_200, claimant_trades=True,
    ),
    Quarrel(
        "A sofa was delivered torn and of another colour than ordered; the shop does not answer.",
        ("Ordered and paid", "Delivered damaged", "Reported the same day", "Refund asked for in writing"),
        (RECEIPTS, PHOTOS, LETTERS), 220, 2_600, defendant_trades=True,
    ),
    Quarrel(
        "Service charges of a flat unpaid for a year, as demanded under the lease.",
        ("Budget approved at the general meeting", "First demand", "Second demand", "Final notice"),
        (INVOICE, ("STATEMENT_OF_ACCOUNT", "Service charge account")), 650, 4_200, claimant_trades=True,
    ),
)  # fmt: skip
