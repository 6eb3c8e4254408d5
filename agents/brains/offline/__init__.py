"""The brain that needs no weights of its own and no network: it plans by example and answers in the collection's words."""

from .brain import OfflineBrain, load_offline_brain

__all__ = ["OfflineBrain", "load_offline_brain"]
