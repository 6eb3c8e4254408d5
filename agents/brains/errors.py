"""What can go wrong with a brain. Each message is for a person: one sentence, and what to do."""


class BrainUnavailable(Exception):
    """The brain that was asked for cannot be taken; `reason` is the message without its remedy."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}; {remedy}")
        self.reason = reason


class BrainFailed(Exception):
    """The brain gave no usable reply to one call."""
