"""A call in which a phone is."""

import time
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional, Sequence, TypeVar, Union

from .control import part
from .failure import NotInTime, explain

if TYPE_CHECKING:
    from .account import Account

T = TypeVar("T")

#: Between two looks at a call, in seconds: the server tells no wait when it gets further.
_REST = 0.03
_USUAL_TIMEOUT = 5.0


class Call:
    """A call, held at the end of a phone."""

    def __init__(self, account: "Account", number: str, sid: str) -> None:
        self.sid = sid
        self._account = account
        self._control = account.control
        self._at = f"/phones/{part(number)}/calls/{part(sid)}"

    def __repr__(self) -> str:
        return f"Call({self.sid!r})"

    def answer(self) -> "Call":
        """Takes it, at a phone that is answered by hand."""
        return self._do("answer")

    def reject(self) -> "Call":
        """Does not take it."""
        return self._do("reject")

    def digits(self, digits: str) -> "Call":
        """Presses keys."""
        return self._do("digits", {"digits": digits})

    def speech(self, words: str) -> "Call":
        """Says something, as speech recognition would hear it."""
        return self._do("speech", {"words": words})

    def hang_up(self) -> "Call":
        """Ends it."""
        return self._do("hang-up")

    def details(self) -> Dict[str, Any]:
        """The call, its transcript, and each request to the application with its answer."""
        found: Dict[str, Any] = self._control.ask("GET", f"/calls/{part(self.sid)}")
        return found

    @property
    def status(self) -> str:
        """`ringing`, `in-progress`, `completed` ..."""
        return str(self.details()["call"]["status"])

    def transcript(self) -> List[Dict[str, Any]]:
        """What was said, played, pressed and sent until now, line by line."""
        return list(self.details()["transcript"])

    def said(self) -> str:
        """All words that were said to the phone until now."""
        return "\n".join(str(line["detail"].get("text", "")) for line in self.transcript() if line["kind"] == "said")

    def wait_for(self, kind: str, timeout: float = _USUAL_TIMEOUT) -> Dict[str, Any]:
        """Waits for a line of the transcript: `said`, `gathering`, `gathered`, `recording`, `sent` ..."""
        __tracebackhide__ = True

        def look() -> Optional[Dict[str, Any]]:
            return next((line for line in self.transcript() if line["kind"] == kind), None)

        found = _polled(look, timeout)
        if found is None:
            raise NotInTime(
                self._explain(f'No line "{kind}" came into the transcript of {self.sid} within {timeout:g} s.')
            )
        return found

    def wait_for_status(self, status: Union[str, Sequence[str]], timeout: float = _USUAL_TIMEOUT) -> str:
        """Waits until it has a status, or one of these."""
        __tracebackhide__ = True
        wanted = (status,) if isinstance(status, str) else tuple(status)

        def look() -> Optional[str]:
            found = self.status
            return found if found in wanted else None

        found = _polled(look, timeout)
        if found is None:
            raise NotInTime(
                self._explain(f"{self.sid} is {self.status}, and not {' or '.join(wanted)}, after {timeout:g} s.")
            )
        return found

    def _do(self, act: str, body: Optional[Dict[str, str]] = None) -> "Call":
        self._control.ask("POST", f"{self._at}/{act}", body)
        return self

    def _explain(self, what: str) -> str:
        heard = [f"  {line['kind']}: {line['detail']}" for line in self.transcript()[-5:]]
        told = "\n".join([what, "The last lines of its transcript:", *(heard or ["  none"])])
        return explain(self._control, told, self._account.credentials)


def wait_for_call(calls: Callable[[], List[Call]], timeout: float) -> Optional[Call]:
    """Waits until there is a call, and gives the newest."""
    return _polled(lambda: next(iter(calls()), None), timeout)


def _polled(look: Callable[[], Optional[T]], timeout: float) -> Optional[T]:
    # Counted in looks, so that a clock of this process that a test has stopped cannot make it endless.
    for _ in range(max(1, int(timeout / _REST))):
        found = look()
        if found is not None:
            return found
        time.sleep(_REST)
    return look()
