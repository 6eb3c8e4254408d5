"""What can go wrong with a brain. Each message is for a person: one sentence, and what to do."""


class BrainUnavailable(Exception):
    """The brain that was asked for cannot be taken; the message is `reason` and `remedy`."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}; {remedy}")
        self.reason, self.remedy = reason, remedy


class BrainFailed(Exception):
    """The brain gave no usable reply to one call."""


class ServerFailed(BrainFailed):
    """The model's server is at fault, not what it was asked; enough of these in a row open the circuit."""


class ServerUnreachable(ServerFailed):
    """The connection was refused, reset or never made."""


class ServerSilent(ServerFailed):
    """Nothing came for as long as the brain waits for one reply, or for one piece of it."""


class ServerSlow(ServerFailed):
    """Pieces came, but the reply was not whole when the time for the call was over."""


class ServerBusy(ServerFailed):
    """The server asks to come again later; `after_s` is when, in seconds, if it said so."""

    def __init__(self, message: str, after_s: float = 0) -> None:
        super().__init__(message)
        self.after_s = after_s


class ServerBroken(ServerFailed):
    """The server reported a fault of its own."""


class NotAModelServer(ServerFailed):
    """What answered is no chat completion: HTML, half a JSON document, something else."""


class ServerPaused(BrainFailed):
    """The server failed so often in a row that it is not asked for a while."""


class RequestRefused(BrainFailed):
    """The server will not do what it was asked, and asking again would change nothing."""


class ContextTooLong(RequestRefused):
    """The conversation does not fit into the model's context."""


class ReplyUnusable(BrainFailed):
    """The model answered twice, and neither answer can be used."""
