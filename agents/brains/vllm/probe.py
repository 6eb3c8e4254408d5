"""Find out whether a vLLM server answers, and which model it serves."""

from __future__ import annotations

import time
from dataclasses import dataclass

# openai 3 takes clients of httpx2 and none of httpx; one library serves both.
import httpx2
from pydantic import BaseModel, ValidationError

from agents.brains.errors import BrainUnavailable
from agents.settings import Settings

# A list of models is small; more than this is something else.
MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Served:
    """A model by the name to ask for it, and how many tokens its context holds (None: the server does not say)."""

    model: str
    length: int | None


class _Model(BaseModel):
    id: str
    max_model_len: int | None = None


class _Models(BaseModel):
    data: list[_Model]


def probe(settings: Settings) -> Served:
    """Return the model to ask for.

    Raises:
        BrainUnavailable: no server answers in time, it is not one that speaks the OpenAI protocol, or it does not serve
            the model that is set.
    """
    url = settings.vllm_url
    try:
        listed = {model.id: model for model in _Models.model_validate_json(_listed(settings)).data}
    except httpx2.TimeoutException:
        raise BrainUnavailable(f"No vLLM server answered at {url} within {settings.probe_timeout_s:g} s", _START) from None
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise BrainUnavailable(f"No vLLM server can be reached at {url} ({error})", _START) from None
    except ValidationError:
        raise BrainUnavailable(f"What answers at {url} lists no models as vLLM does", _ADDRESS) from None
    if not listed:
        raise BrainUnavailable(f"The server at {url} serves no model", "start vLLM with --model.")
    if settings.vllm_model not in (None, *listed):
        raise BrainUnavailable(
            f"The server at {url} serves {', '.join(listed)}, not {settings.vllm_model}",
            "set CICERONE_VLLM_MODEL to a model that it serves.",
        )
    model = listed[settings.vllm_model or next(iter(listed))]
    return Served(model.id, model.max_model_len)


_START = "start one, or set CICERONE_VLLM_URL."
_ADDRESS = "set CICERONE_VLLM_URL to the address that ends in /v1."


def _listed(settings: Settings) -> bytes:
    """Return the server's list of models; the whole transfer, not each read, has the probe's time."""
    seconds, found = settings.probe_timeout_s, bytearray()
    ends = time.monotonic() + seconds
    headers = {"Authorization": f"Bearer {settings.vllm_key.get_secret_value()}"}
    # The environment's proxies are for the world outside; a redirect could take the key to another host.
    with (
        httpx2.Client(trust_env=False, follow_redirects=False, timeout=seconds) as client,
        client.stream("GET", f"{settings.vllm_url.rstrip('/')}/models", headers=headers) as response,
    ):
        if not response.is_success:
            raise BrainUnavailable(
                f"The server at {settings.vllm_url} did not list its models (HTTP {response.status_code})", _hint(response)
            )
        for piece in response.iter_bytes():
            found += piece
            if time.monotonic() > ends:
                raise httpx2.ReadTimeout("the list of models took too long")
            if len(found) > MOST_BYTES:
                raise BrainUnavailable(f"What answers at {settings.vllm_url} is no list of models", _ADDRESS)
    return bytes(found)


def _hint(response: httpx2.Response) -> str:
    if response.status_code in (401, 403):
        return "set CICERONE_VLLM_KEY to its --api-key."
    return "see its log, and try again." if response.is_server_error else _ADDRESS
