"""Route a question by meaning: the nearest worked examples vote."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders import Encoder

EXAMPLES = Path(__file__).with_name("routes.json")
NEIGHBOURS = 5
MOST_KNOWN = 1024
# Talk about the agent itself must be near an example; anything else is a question.
LEAST_LIKE = {"greeting": 0.6, "thanks": 0.6, "abilities": 0.55, "exhibition": 0.4, "price": 0.5}


@dataclass(frozen=True, slots=True)
class Router:
    """Worked examples with their vectors, `(n, dim)`, of unit length."""

    encoder: Encoder
    labels: tuple[str, ...]
    vectors: NDArray[np.float32]
    # A plan is made anew after every round of calls and asks for the same route again.
    known: dict[str, str] = field(default_factory=dict[str, str], repr=False)

    def route(self, question: str) -> str:
        """Return the label that the nearest examples give, each vote weighed by its cosine cubed."""
        if question not in self.known:
            if len(self.known) > MOST_KNOWN:
                self.known.clear()
            self.known[question] = self._routed(question)
        return self.known[question]

    def _routed(self, question: str) -> str:
        likeness = self.vectors @ self.encoder.encode([question])[0].vector
        votes: dict[str, float] = {}
        for i in np.argsort(-likeness)[:NEIGHBOURS]:
            votes[self.labels[i]] = votes.get(self.labels[i], 0.0) + max(float(likeness[i]), 0.0) ** 3
        best = max(votes, key=lambda label: votes[label])
        nearest = max(float(x) for x, label in zip(likeness, self.labels, strict=True) if label == best)
        return best if nearest >= LEAST_LIKE.get(best, 0.0) else "question"


def load_router(encoder: Encoder) -> Router:
    """Encode the worked examples."""
    examples: dict[str, list[str]] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    pairs = [(label, text) for label, texts in examples.items() for text in texts]
    vectors = np.stack([e.vector for e in encoder.encode([text for _, text in pairs])])
    return Router(encoder, tuple(label for label, _ in pairs), vectors)
