"""Tell transport and protocol failures to a person: a typed error, one sentence, and what to do."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from textwrap import shorten

import openai
from pydantic import ValidationError

from agents.brains.errors import (
    BrainFailed,
    ContextTooLong,
    NotAModelServer,
    RequestRefused,
    ServerBroken,
    ServerBusy,
    ServerSilent,
    ServerSlow,
    ServerUnreachable,
)

from .patience import Deadline
from .reply import Unusable

# What langchain-openai and openai raise for a body that is not a chat completion: no JSON, no choices, no message.
MALFORMED = (ValueError, KeyError, TypeError, AttributeError)
BUSY = (408, 429, 503)
# As vLLM 0.32 words it for text, and for text with pictures.
TOO_LONG = ("context length", "maximum model length")


@contextmanager
def told(url: str, seconds: float, deadline: Deadline) -> Generator[None]:
    """Turn what can happen between us and a server into `BrainFailed`; nothing but the request belongs in the block.

    `seconds` is how long the server may stay silent.
    """
    try:
        yield
    except (openai.APITimeoutError, TimeoutError) as error:
        raise _late(url, seconds, deadline) from error
    except openai.APIConnectionError as error:
        raise ServerUnreachable(f"The connection to the model at {url} failed; check that vLLM runs, and ask again.") from error
    except openai.APIStatusError as error:
        raise _answered(url, error) from error
    except openai.APIError as error:
        raise ServerBroken(f"The model at {url} stopped with an error{_words(error)}; see the log of vLLM, and ask again.") from error
    except ValidationError as error:
        raise Unusable("called a tool with arguments that are not an object") from error
    except MALFORMED as error:
        raise NotAModelServer(
            f"What answers at {url} does not speak the OpenAI protocol; set CICERONE_VLLM_URL to vLLM's address that ends in /v1."
        ) from error


def _late(url: str, seconds: float, deadline: Deadline) -> BrainFailed:
    if deadline.left_s <= 0:
        return ServerSlow(
            f"The model at {url} was not done within {deadline.whole_s:g} s; ask for less, or raise CICERONE_VLLM_DEADLINE_S."
        )
    return ServerSilent(f"The model at {url} was silent for {seconds:g} s; ask again, or raise CICERONE_VLLM_TIMEOUT_S.")


def _answered(url: str, error: openai.APIStatusError) -> BrainFailed:
    status, words = error.status_code, _words(error)
    refused = f"The model at {url} refused (HTTP {status}{words})"
    if status in BUSY:
        after = _retry_after(error)
        when = f"in {after:g} s" if after else "in a moment"
        return ServerBusy(f"The model at {url} is busy (HTTP {status}{words}); ask again {when}.", after)
    if status >= 500:
        return ServerBroken(f"{refused}; see the log of vLLM.")
    if any(said in words for said in TOO_LONG):
        return ContextTooLong(f"{refused}; begin a new conversation, or start vLLM with a larger --max-model-len.")
    if status in (401, 403):
        return RequestRefused(f"{refused}; set CICERONE_VLLM_KEY to its --api-key.")
    if status < 400 or status == 404:
        return RequestRefused(f"{refused}; check CICERONE_VLLM_URL and CICERONE_VLLM_MODEL.")
    return RequestRefused(f"{refused}; see what is wrong with: python -m agents.doctor.")


def _retry_after(error: openai.APIStatusError) -> float:
    """Return the seconds of Retry-After; a date, which no model server sends, counts as nothing."""
    try:
        return max(float(error.response.headers.get("Retry-After", 0)), 0)
    except ValueError:
        return 0


def _words(error: openai.APIError) -> str:
    """Return what the server said of it, in brief, and nothing for a page of HTML."""
    said = error.body.get("message") if isinstance(error.body, dict) else None
    return f": {shorten(said, 160, placeholder='…')}" if isinstance(said, str) and said else ""
