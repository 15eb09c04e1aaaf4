"""The procedure as one file for a console: kinds with their forms and lines, decisions, powers, flags, triggers."""

from typing import Any

from backend.procedures.words import AGENCY_KINDS, LETTERS, claimed
from backend.rules.casework.catalogue import AMENDMENT
from backend.rules.casework.kinds import FormField, Kind, Line, Outcome
from backend.rules.certificates import CERTIFICATES
from backend.rules.flags import FLAGS
from backend.rules.powers import EXPECTED, POWERS, PowerRule, parallel_with
from backend.rules.routing.judge import DECISIONS
from backend.rules.routing.parts import ByOutcome, DecisionRule, Way
from backend.rules.routing.steps import STEPS
from backend.rules.routing_reasons import REASONS
from backend.rules.solicitors import called
from backend.rules.triggers import TRIGGERS, Trigger
from backend.rules.vocabulary import Jurisdiction, Role

Json = dict[str, Any]


def routing() -> Json:
    """All of it, in the order of the rules; keys as the API spells them."""
    return {
        "decisions": [_decision(rule) for rule in DECISIONS.values()],
        "steps": [
            {"number": each.number, "text": each.text, "isGuidance": each.is_guidance,
             "carriedOutBy": [claimed(claim) for claim in each.claims]}
            for each in STEPS
        ],
        "kinds": [_kind(kind) for kind in AGENCY_KINDS],
        "performAmendment": [_line(line) for line in AMENDMENT.lines],
        "powers": {place.value: [_power(rule) for rule in POWERS[place]] for place in Jurisdiction},
        "beforeSurveillance": [
            {"title": each.title, "powers": sorted(each.powers), "jurisdictions": sorted(each.jurisdictions),
             "needsProperty": each.needs_property, "reason": each.otherwise.code}
            for each in EXPECTED
        ],
        "certificates": {
            place.value: {"court": each.court, "askedForBy": each.asked_by, "solicitor": called(place)}
            for place, each in CERTIFICATES.items()
        },
        "flags": [
            {"name": flag.value, "title": rule.title, "does": rule.does, "byHand": _roles(rule.by_hand)}
            for flag, rule in FLAGS.items()
        ],
        "letters": [{"name": letter.value, "title": title} for letter, title in LETTERS.items()],
        "reasons": [{"code": code.value, "words": words.in_words} for code, words in REASONS.items()],
        "triggers": [_trigger(each) for each in TRIGGERS],
    }  # fmt: skip


def _decision(rule: DecisionRule) -> Json:
    return {
        "name": rule.decision.value,
        "title": rule.title,
        "purpose": rule.purpose,
        "steps": list(rule.steps),
        "requirements": list(rule.rows),
        "roles": _roles(rule.roles),
        "reasons": [each.otherwise.code for each in rule.conditions],
        "ways": [_way(way) for way in rule.taken_by],
        "letters": [each.value for each in rule.letters],
    }


def _way(way: Way) -> Json:
    if isinstance(way, ByOutcome):
        return {"kind": way.kind.value, "line": way.line, "outcome": way.outcome, "act": None}
    return {"kind": None, "line": None, "outcome": None, "act": way.act.value}


def _kind(kind: Kind) -> Json:
    process, area, sub_area = kind.place
    return {
        "code": kind.code.value,
        "title": kind.title,
        "process": process,
        "area": area,
        "subArea": sub_area,
        "otherSpellings": [list(each) for each in kind.variants],
        "desk": kind.desk.value,
        "dueDays": kind.due_days,
        "about": kind.about,
        "byHand": _roles(kind.by_hand),
        "power": kind.power.value if kind.power else None,
        "isOurs": kind.is_ours,
        "form": [_field(each) for each in kind.form],
        "lines": [_line(line) for line in kind.template.lines],
    }


def _field(field: FormField) -> Json:
    return {
        "code": field.code,
        "title": field.title,
        "kind": field.kind.value,
        "choices": list(field.choices),
        "isRequired": field.is_required,
        "isOurs": field.is_ours,
    }


def _line(line: Line) -> Json:
    return {
        "code": line.code,
        "activity": line.activity,
        "after": list(line.after),
        "isOptional": line.is_optional,
        "isOurs": line.is_ours,
        "waitsForChildren": line.waits_for_children,
        "outcomes": [_outcome(each) for each in line.outcomes],
    }


def _outcome(outcome: Outcome) -> Json:
    return {
        "code": outcome.code,
        "title": outcome.title,
        "whatItDoes": outcome.in_words,
        "decision": outcome.decision.value if outcome.decision else None,
        "reasons": [each.otherwise.code for each in outcome.conditions],
        "needsReason": outcome.needs_reason,
        "needsNote": outcome.needs_note,
        "needsDate": outcome.needs_date,
        "isDateAhead": outcome.is_date_ahead,
        "needsForm": list(outcome.needs_form),
        "needsApproval": outcome.needs_approval,
        "endsPlan": outcome.ends_plan,
        "resolution": outcome.resolution,
        "isOurs": outcome.is_ours,
    }


def _power(rule: PowerRule) -> Json:
    return {
        "name": rule.power.value,
        "reasons": [each.otherwise.code for each in rule.conditions],
        "parallelWith": sorted(parallel_with(rule.power, rule.jurisdiction)),
        "leavesArtefact": rule.leaves_artefact,
        "source": rule.source,
    }


def _trigger(trigger: Trigger) -> Json:
    return {
        "reason": trigger.code.value,
        "looksAt": trigger.looks_at,
        "inEnforcement": trigger.in_enforcement,
        "inSurveillance": trigger.in_surveillance,
        "elsewhere": trigger.elsewhere,
        "jurisdictions": sorted(trigger.jurisdictions),
        "silencedBy": trigger.silenced_by.value if trigger.silenced_by else None,
        "opens": trigger.opens.value,
        "isOurs": trigger.is_ours,
    }


def _roles(roles: frozenset[Role]) -> list[str]:
    return sorted(each.value for each in roles)
