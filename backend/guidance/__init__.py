"""What do we explain? One page for each topic of the vocabulary: plain words, dated, numbered, with their sources."""

from backend.guidance.catalogue import Guidance, Source, WrongGuidanceError, page

__all__ = ["Guidance", "Source", "WrongGuidanceError", "page"]
