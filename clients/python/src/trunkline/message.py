"""A text that reached a phone."""

import re
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, List, Mapping, Optional, Pattern, Union

from .codes import find_code
from .control import Control

#: What a text is looked for by: words of a regular expression, one that was compiled, or a function that says yes.
Wanted = Union[None, str, Pattern[str], Callable[["Message"], Any]]


@dataclass
class Message:
    """A text that reached a phone."""

    id: str
    at: str
    from_: str
    to: str
    body: str
    media_urls: List[str]
    #: The SID of the message that the application sent.
    sid: Optional[str]
    #: Where the pattern was found that it was waited for with.
    match: Optional["re.Match[str]"] = None
    #: The code in it, where it was waited for.
    code: Optional[str] = None
    _control: Optional[Control] = field(default=None, repr=False, compare=False)

    @classmethod
    def read(cls, said: Mapping[str, Any], control: Control) -> "Message":
        """Reads it as the control API tells it."""
        return cls(
            id=said["id"],
            at=said["at"],
            from_=said["from"],
            to=said["to"],
            body=said["body"],
            media_urls=list(said["mediaUrls"]),
            sid=said["messageSid"],
            _control=control,
        )

    def details(self) -> Dict[str, Any]:
        """Asks for the whole message: each step of its life, each request to the application, and what went wrong."""
        if self.sid is None or self._control is None:
            raise ValueError("Only a text that an application sent has details.")
        found: Dict[str, Any] = self._control.ask("GET", f"/messages/{self.sid}")
        return found

    @property
    def segments(self) -> int:
        """In how many segments it is counted and billed."""
        return int(self.details()["message"]["numSegments"])

    @property
    def encoding(self) -> str:
        """`GSM-7` or `UCS-2`, as its text needs it."""
        return str(self.details()["message"]["encoding"])


def fits(message: Message, wanted: Wanted) -> bool:
    """Says whether a text is the one that is looked for, and notes in it where the pattern was found."""
    if wanted is None:
        return True
    if isinstance(wanted, (str, re.Pattern)):
        message.match = re.search(wanted, message.body)
        return message.match is not None
    return bool(wanted(message))


def has_code(message: Message, length: Optional[int]) -> bool:
    """Says whether there is a code in a text, and notes it."""
    message.code = find_code(message.body, length)
    return message.code is not None


def words_of(wanted: Wanted) -> str:
    """Says what is looked for."""
    if wanted is None:
        return "text"
    if isinstance(wanted, (str, re.Pattern)):
        return f"text matching /{wanted if isinstance(wanted, str) else wanted.pattern}/"
    return f"text for which {getattr(wanted, '__name__', 'the function')} says yes"
