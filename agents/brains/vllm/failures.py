"""Tell transport and protocol failures to a person: one sentence, and what to do."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

import openai
from pydantic import ValidationError

from agents.brains.errors import BrainFailed

from .reply import Unusable

# What langchain-openai and openai raise for a body that is not a chat completion: no JSON, no choices, no message.
MALFORMED = (ValueError, KeyError, TypeError, AttributeError)


@contextmanager
def told(url: str, seconds: float) -> Generator[None]:
    """Turn what can happen between us and a server into `BrainFailed`; nothing but the request belongs in the block."""
    try:
        yield
    except (openai.APITimeoutError, TimeoutError) as error:
        raise BrainFailed(f"The model at {url} was silent for {seconds:g} s; ask again, or raise CICERONE_VLLM_TIMEOUT_S.") from error
    except openai.APIConnectionError as error:
        raise BrainFailed(f"The connection to the model at {url} failed; check that vLLM runs, and ask again.") from error
    except openai.APIStatusError as error:
        raise BrainFailed(f"The model at {url} refused (HTTP {error.status_code}{_words(error)}); {_remedy(error)}") from error
    except openai.APIError as error:
        raise BrainFailed(f"The model at {url} stopped with an error{_words(error)}; see the log of vLLM, and ask again.") from error
    except ValidationError as error:
        raise Unusable("called a tool with arguments that are not an object") from error
    except MALFORMED as error:
        raise BrainFailed(
            f"What answers at {url} does not speak the OpenAI protocol; set CICERONE_VLLM_URL to vLLM's address that ends in /v1."
        ) from error


def _words(error: openai.APIError) -> str:
    """Return what the server said of it, in brief, and nothing for a page of HTML."""
    said = error.body.get("message") if isinstance(error.body, dict) else None
    return f": {' '.join(said.split())[:200]}" if isinstance(said, str) and said else ""


def _remedy(error: openai.APIStatusError) -> str:
    if "context length" in _words(error):
        return "begin a new conversation, or start vLLM with a larger --max-model-len."
    if error.status_code in (401, 403):
        return "set CICERONE_VLLM_KEY to its --api-key."
    if error.status_code < 400 or error.status_code == 404:
        return "check CICERONE_VLLM_URL and CICERONE_VLLM_MODEL."
    return "wait a moment and ask again." if error.status_code in (408, 429, 503) else "see the log of vLLM."
