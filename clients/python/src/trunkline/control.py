"""How the server is asked: its control API, and the REST API of an account."""

import base64
import json
import math
import time
from typing import Any, Callable, Dict, Mapping, Optional, Sequence, TypeVar
from urllib import error, parse, request

T = TypeVar("T")
Found = TypeVar("Found")

#: How long an answer may take beyond what the server was asked to wait, in seconds.
LONGEST_ANSWER = 30.0
#: The longest that the server waits at one time, in seconds.
LONGEST_WAIT = 60
#: How often a wait looks again at most, whatever a test does to the clock of this process.
MOST_LOOKS = 10_000


class Refused(Exception):
    """The server did not do what it was asked, and says why."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Unreachable(Exception):
    """No server answers at the address."""


class NotAlone(Exception):
    """Other tests use this server, too, and what was asked for would happen to them."""


class Control:
    """A way to one server, which may be `shared` with other tests."""

    def __init__(self, url: str, token: Optional[str] = None, shared: bool = False) -> None:
        if not url.startswith(("http://", "https://")):
            raise ValueError(f'"{url}" is no address of a server. Try: http://127.0.0.1:4010')
        self.url = url.rstrip("/")
        self.token = token
        self.shared = shared
        # A proxy of the environment is meant for other hosts.
        self._opener = request.build_opener(request.ProxyHandler({}))

    def ask(
        self,
        method: str,
        path: str,
        body: Optional[Mapping[str, Any]] = None,
        query: Optional[Mapping[str, Any]] = None,
        longest: float = LONGEST_ANSWER,
    ) -> Any:
        """Asks the control API; `path` stands below `/_trunkline/v1`."""
        __tracebackhide__ = True
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        return self._answer(method, f"/_trunkline/v1{path}{_query(query)}", headers, data, longest)

    def rest(
        self,
        method: str,
        path: str,
        credentials: "tuple[str, str]",
        form: Optional[Mapping[str, str]] = None,
        query: Optional[Mapping[str, Any]] = None,
    ) -> Any:
        """Asks the REST API with the SID and the token of an account."""
        __tracebackhide__ = True
        basic = base64.b64encode(":".join(credentials).encode()).decode()
        headers = {"Authorization": f"Basic {basic}"}
        data = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            data = parse.urlencode(form).encode()
        return self._answer(method, path + _query(query), headers, data, LONGEST_ANSWER)

    def mind_others(self, what: str) -> None:
        """Refuses what would happen to the other tests of a server."""
        __tracebackhide__ = True
        if self.shared:
            raise NotAlone(
                f"{what} are for all who use this server, and other tests do. "
                "Try: the fixture trunkline_own_server, which gives this test a server of its own."
            )

    def _answer(self, method: str, path: str, headers: Dict[str, str], data: Optional[bytes], longest: float) -> Any:
        __tracebackhide__ = True
        asked = request.Request(self.url + path, data=data, headers=headers, method=method)
        try:
            with self._opener.open(asked, timeout=longest) as answer:
                text = answer.read()
        except error.HTTPError as refusal:
            with refusal:
                raise Refused(refusal.code, self._reason(refusal)) from None
        except OSError as fault:
            reason = getattr(fault, "reason", fault)
            raise Unreachable(
                f"No server answers at {self.url}: {reason}. "
                "Try: `trunkline start`, or TRUNKLINE_URL with the address of one that runs."
            ) from None
        return json.loads(text) if text else None

    def _reason(self, refusal: error.HTTPError) -> str:
        text = refusal.read().decode(errors="replace")
        try:
            said = json.loads(text)
            message = said.get("error") or said["message"]
        except (ValueError, KeyError, AttributeError):
            if refusal.code == 404:
                return (
                    f"What answers at {self.url} has no such part of a control API ({refusal.code}). "
                    "Try: TRUNKLINE_URL with the address of Trunkline, or a newer Trunkline."
                )
            message = text[:200] or refusal.reason
        return f"The server refused: {message} ({refusal.code})."


def wait_for(
    look: Callable[[int], Sequence[T]], choose: Callable[[Sequence[T]], Optional[Found]], timeout: float
) -> Optional[Found]:
    """Looks, with the server waiting until there is something, and chooses of it; None when nothing fits in time."""
    left = timeout
    for _ in range(MOST_LOOKS):
        wait = max(0, min(LONGEST_WAIT, math.ceil(left)))
        began = time.monotonic()
        found = look(wait)
        chosen = choose(found)
        if chosen is not None:
            return chosen
        # Where nothing came, the server has waited the whole time: a frozen clock of this process cannot hold that up.
        left -= (time.monotonic() - began) if found else max(wait, 1)
        if left <= 0:
            return None
    return None


def part(text: str) -> str:
    """Writes a text as one part of a path."""
    return parse.quote(text, safe="")


def _query(given: Optional[Mapping[str, Any]]) -> str:
    said = {name: value for name, value in (given or {}).items() if value is not None}
    return f"?{parse.urlencode(said)}" if said else ""
