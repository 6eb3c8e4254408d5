"""Plain words into a brief and into changes of a show, without a model."""

from .change import Change, Why, asked_now, candidates
from .question import Option, Question, answered
from .revise import change_of
from .understand import brief_of
from .vocabulary import Vocabulary, vocabulary_of
from .worded import worded

__all__ = [
    "Change", "Option", "Question", "Vocabulary", "Why", "answered", "asked_now", "brief_of", "candidates", "change_of", "vocabulary_of",
    "worded",
]  # fmt: skip
