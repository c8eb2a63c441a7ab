"""A virtual phone: what reached it, and what whoever holds it does."""

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple, Union

from .call import Call, wait_for_call
from .clock import Duration
from .control import LONGEST_ANSWER, part, wait_for
from .failure import NotAsWanted, NotInTime, explain, shorten
from .message import Message, Wanted, fits, has_code, words_of

if TYPE_CHECKING:
    from .account import Account

#: How long something is waited for unless said, in seconds.
USUAL_TIMEOUT = 5.0
_PAGE = 1000

#: A file to send: where it is to be had, or its type and its bytes.
Medium = Union[str, Tuple[str, bytes]]


@dataclass
class Outcome:
    """What became of a text that a phone sent."""

    #: The SID of the message that came in.
    message_sid: Optional[str]
    #: Each request to the application, with its answer.
    webhooks: List[Dict[str, Any]]
    #: The messages that the application answered with.
    replies: List[Dict[str, Any]]
    #: What went wrong between the application and the server.
    alerts: List[Dict[str, Any]]

    @property
    def status(self) -> Optional[int]:
        """With what the application answered last; None where it did not, or was not asked."""
        return self.webhooks[-1]["responseStatus"] if self.webhooks else None

    @property
    def twiml(self) -> str:
        """What the application answered last."""
        return str(self.webhooks[-1]["responseBody"]) if self.webhooks else ""

    @property
    def texts(self) -> List[str]:
        """The words of the replies."""
        return [str(reply["body"]) for reply in self.replies]


class Phone:
    """A virtual phone. Each text is given out once: a wait never sees again what an earlier one returned."""

    def __init__(self, account: "Account", number: str, cursor: Optional[str] = None) -> None:
        self.number = number
        self._account = account
        self._control = account.control
        self._at = f"/phones/{part(number)}"
        self._cursor = cursor
        self._unseen: List[Message] = []
        self._partner: Optional[str] = None

    def __repr__(self) -> str:
        return f"Phone({self.number!r})"

    def wait_for_message(self, wanted: Wanted = None, timeout: float = USUAL_TIMEOUT) -> Message:
        """Waits for a text that was not given out yet: the first, or the first that fits a pattern or a function."""
        __tracebackhide__ = True
        return self._wait(lambda one: fits(one, wanted), words_of(wanted), timeout)

    def wait_for_code(self, timeout: float = USUAL_TIMEOUT, length: Optional[int] = None) -> str:
        """Waits for a text with a code to type in, and gives the code."""
        __tracebackhide__ = True
        what = f"text with a code of {length}" if length else "text with a code"
        message = self._wait(lambda one: has_code(one, length), what, timeout)
        assert message.code is not None
        return message.code

    def messages(self) -> List[Message]:
        """Everything that reached it until now, oldest first; what is to be waited for stays so."""
        found = self._control.ask("GET", f"{self._at}/messages", query={"limit": _PAGE})
        return [Message.read(one, self._control) for one in found["messages"]]

    def expect_no_message(self, wanted: Wanted = None, within: Optional[Duration] = None) -> None:
        """
        Fails when a text has come that was not given out yet. It does not wait: all that is due happens first. `within` moves the clock
        on so far, which takes a server of one's own.
        """
        __tracebackhide__ = True
        if within is not None:
            self._account.clock.advance(within)
        else:
            self._account.settle()
        self._take(self._look(0))
        unwanted = [one for one in self._unseen if fits(one, wanted)]
        if unwanted:
            said = "\n".join(f'  "{shorten(one.body)}" from {one.from_}' for one in unwanted)
            raise NotAsWanted(f"No {words_of(wanted)} was to reach {self.number}, and there came:\n{said}")

    def send(
        self, body: str = "", to: Optional[str] = None, media: Sequence[Medium] = (), timeout: float = USUAL_TIMEOUT
    ) -> Outcome:
        """Sends a text to a number of the account, and waits until the application has answered it."""
        __tracebackhide__ = True
        said: Dict[str, Any] = {"to": to or self._account.phone_number, "body": body}
        if media:
            said["media"] = [_medium(one) for one in media]
        sent = self._control.ask("POST", f"{self._at}/messages", said)
        at = f"{self._at}/messages/{part(sent['id'])}/outcome"

        def look(wait: int) -> Sequence[Mapping[str, Any]]:
            found = self._control.ask("GET", at, query={"wait": wait}, longest=wait + LONGEST_ANSWER)
            return [found] if found["settled"] else []

        def first(found: Sequence[Mapping[str, Any]]) -> Optional[Mapping[str, Any]]:
            return next(iter(found), None)

        found = wait_for(look, first, timeout)
        if found is None:
            raise NotInTime(self._explain(f'"{shorten(body)}" to {said["to"]} was not answered within {timeout:g} s.'))
        if found["stray"]:
            raise NotAsWanted(self._explain(f'"{shorten(body)}" reached nobody: {said["to"]} belongs to no account.'))
        return Outcome(found["messageSid"], found["webhooks"], found["replies"], found["alerts"])

    def reply(self, body: str, timeout: float = USUAL_TIMEOUT) -> Outcome:
        """Sends a text to whoever wrote the text that was given out last."""
        __tracebackhide__ = True
        if self._partner is None:
            raise NotAsWanted(f"{self.number} has nobody to reply to. Try: wait_for_message() first, or send().")
        return self.send(body, to=self._partner, timeout=timeout)

    def send_mms(
        self, body: str, media: Sequence[Medium], to: Optional[str] = None, timeout: float = USUAL_TIMEOUT
    ) -> Outcome:
        """Sends a text with files: each an address, or its type and bytes: `("image/png", png)`."""
        __tracebackhide__ = True
        return self.send(body, to=to, media=media, timeout=timeout)

    def behaves(
        self, behaviour: Optional[str] = None, answers: Optional[str] = None, name: Optional[str] = None
    ) -> "Phone":
        """Changes how it behaves (`offline`, `rejects`, `landline` ...), and who takes its calls (`by-itself`, `by-hand`)."""
        given = {"behaviour": behaviour, "answers": answers, "name": name}
        self._control.ask("PUT", self._at, {key: value for key, value in given.items() if value is not None})
        return self

    def call(self, to: Optional[str] = None) -> Call:
        """Calls a number of the account."""
        called = self._control.ask("POST", f"{self._at}/calls", {"to": to or self._account.phone_number})
        return Call(self._account, self.number, called["callSid"])

    def calls(self) -> List[Call]:
        """The calls in which it is, or which ring at it, newest first."""
        found = self._control.ask("GET", f"{self._at}/calls")["calls"]
        return [Call(self._account, self.number, one["sid"]) for one in found]

    def wait_for_call(self, timeout: float = USUAL_TIMEOUT) -> Call:
        """Waits until a call rings at it, or is taken by it."""
        __tracebackhide__ = True
        call = wait_for_call(self.calls, timeout)
        if call is None:
            raise NotInTime(self._explain(f"No call reached {self.number} within {timeout:g} s."))
        return call

    def _wait(self, is_wanted: Callable[[Message], bool], what: str, timeout: float) -> Message:
        __tracebackhide__ = True

        def choose(new: Sequence[Message]) -> Optional[Message]:
            self._take(new)
            return next((one for one in self._unseen if is_wanted(one)), None)

        found: Optional[Message] = choose([])
        if found is None:
            found = wait_for(self._look, choose, timeout)
        if found is None:
            seen = self._unseen[-5:]
            raise NotInTime(self._explain(f"No {what} reached {self.number} within {timeout:g} s.", seen))
        self._unseen.remove(found)
        self._partner = found.from_
        return found

    def _look(self, wait: int) -> List[Message]:
        query = {"after": self._cursor, "limit": _PAGE, "wait": wait}
        found = self._control.ask("GET", f"{self._at}/messages", query=query, longest=wait + LONGEST_ANSWER)
        return [Message.read(one, self._control) for one in found["messages"]]

    def _take(self, new: Sequence[Message]) -> None:
        self._unseen.extend(new)
        if new:
            self._cursor = new[-1].id

    def _explain(self, what: str, arrived: Optional[Sequence[Message]] = None) -> str:
        return explain(self._control, what, self._account.credentials, arrived, self.number)


def _medium(given: Medium) -> Dict[str, str]:
    if isinstance(given, str):
        return {"url": given}
    kind, content = given
    return {"contentType": kind, "base64": base64.b64encode(content).decode()}
