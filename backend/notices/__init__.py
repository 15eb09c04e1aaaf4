"""What do we write to people? The letters: who gets them, what they are told, and in which words."""

from backend.notices.catalogue import CATALOGUE
from backend.notices.endings import Ending
from backend.notices.entry import CarriesCode, Entry
from backend.notices.facts import Fact, Kind, WrongFactsError
from backend.notices.rendering import Rendered, WrongTemplatesError, check_facts, check_templates, render

__all__ = [
    "CATALOGUE",
    "CarriesCode",
    "Ending",
    "Entry",
    "Fact",
    "Kind",
    "Rendered",
    "WrongFactsError",
    "WrongTemplatesError",
    "check_facts",
    "check_templates",
    "render",
]
