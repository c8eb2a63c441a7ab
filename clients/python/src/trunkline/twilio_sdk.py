"""Leads the official SDK for Python (`twilio`) to the server: it has no setting for that."""

import functools
import inspect
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterator, Tuple

if TYPE_CHECKING:
    from .account import Account

_twilio = re.compile(r"^https?://((?:[\w-]+\.)*twilio\.com)(?::\d+)?(?=[/?#]|$)", re.IGNORECASE)


def client(account: "Account", **options: Any) -> Any:
    """A `twilio.rest.Client` that uses an account at its server."""
    from twilio.http.http_client import TwilioHttpClient
    from twilio.rest import Client

    http_client = TwilioHttpClient()
    http_client.request = _led(http_client.request, account.control.url)
    return Client(account.sid, account.auth_token, http_client=http_client, **options)


@contextmanager
def patch_twilio(url: str) -> Iterator[None]:
    """
    Leads every client of the SDK in this process to the server at `url`, however the application makes it, until the block ends.
    Nothing is changed in the application.
    """
    url = url.rstrip("/")
    kept = [(kind, kind.request) for kind in _http_clients()]
    for kind, original in kept:
        kind.request = _led(original, url)
    try:
        yield
    finally:
        for kind, original in kept:
            kind.request = original


def _http_clients() -> Iterator[Any]:
    from twilio.http.http_client import TwilioHttpClient

    yield TwilioHttpClient
    try:
        from twilio.http.async_http_client import AsyncTwilioHttpClient
    except ImportError:
        # Older versions have none, and newer ones none without aiohttp.
        return
    yield AsyncTwilioHttpClient


def _led(original: Callable[..., Any], url: str) -> Callable[..., Any]:
    signature = inspect.signature(original)

    @functools.wraps(original)
    def request(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs)
        bound.arguments["url"], host = redirected(bound.arguments["url"], url)
        headers: Dict[str, str] = dict(bound.arguments.get("headers") or {})
        if host:
            bound.arguments["headers"] = {**headers, "Host": host}
        return original(*bound.args, **bound.kwargs)

    return request


def redirected(asked: str, url: str) -> Tuple[str, str]:
    """Where a request goes instead, and the name under which the server is asked; other addresses stay as they are."""
    found = _twilio.match(asked)
    return (url + asked[found.end() :], found[1].lower()) if found else (asked, "")
