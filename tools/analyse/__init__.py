"""`analyse`: what can be measured in a picture's form."""

from .tool import analyse_tool

__all__ = ["analyse_tool"]
