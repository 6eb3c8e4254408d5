"""Plain words into a brief and into changes of a show, without a model."""

from .question import Option, Question, answered
from .understand import brief_of
from .vocabulary import Vocabulary, vocabulary_of

__all__ = ["Option", "Question", "Vocabulary", "answered", "brief_of", "vocabulary_of"]
