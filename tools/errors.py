"""The one failure that the model is told."""


class ToolError(Exception):
    """Something that the model can mend; the message says how in one sentence. Every other exception is a bug."""
