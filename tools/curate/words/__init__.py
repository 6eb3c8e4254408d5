"""Plain words into a brief and into changes of a show, without a model."""

from .change import Change, Told, Why, asked_now, candidates
from .concern import concerns_show
from .question import Option, Question, answered
from .revise import change_of
from .understand import brief_of
from .vocabulary import Vocabulary, vocabulary_of
from .worded import worded

__all__ = [
    "Change", "Option", "Question", "Told", "Vocabulary", "Why", "answered", "asked_now", "brief_of", "candidates", "change_of",
    "concerns_show", "vocabulary_of", "worded",
]  # fmt: skip
