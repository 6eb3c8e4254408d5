"""A server that speaks S3 on loopback."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException

import pytest


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def status(port: int, method: str, path: str) -> int | None:
    """Ask the server; None when it does not answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request(method, path)
        return connection.getresponse().status
    except (HTTPException, OSError):
        return None
    finally:
        connection.close()


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The address of the server; the environment names it and its keys to every S3 client of this process and its children."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while status(port, "GET", "/moto-api/data.json") != 200:
            assert server.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.05)
        with pytest.MonkeyPatch.context() as environment:
            for name, value in (
                ("AWS_ACCESS_KEY_ID", "test"),
                ("AWS_SECRET_ACCESS_KEY", "test"),
                ("AWS_REGION", "us-east-1"),
                ("AWS_ENDPOINT_URL", url),
                ("AWS_ALLOW_HTTP", "true"),
            ):
                environment.setenv(name, value)
            yield url
    finally:
        server.terminate()
        server.wait(timeout=10)


@pytest.fixture
def bucket(s3: str) -> str:
    """The address of an empty place on the store."""
    name = f"museum-{uuid.uuid4().hex[:8]}"
    assert status(int(s3.rpartition(":")[2]), "PUT", f"/{name}") == 200
    return f"s3://{name}/collection"
