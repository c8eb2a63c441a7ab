"""The clock of the server: what falls due obeys it."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Dict, List, Optional, Union

from .control import LONGEST_ANSWER, Control
from .failure import NotInTime, line_of_job

#: Seconds, a text such as `35d`, `24h`, `1h30m`, `500ms`, or a timedelta.
Duration = Union[int, float, str, timedelta]


@dataclass
class Advanced:
    """How the clock stands after it was moved, and what happened on the way."""

    now: datetime
    #: How many jobs were done.
    done: int
    #: Whether all that was due has been done.
    settled: bool
    pending: List[Dict[str, Any]]


class Clock:
    """The clock of a server. One that is shared with other tests can be read only."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def now(self) -> datetime:
        """What time it is at the server."""
        return _moment(self._control.ask("GET", "/clock")["now"])

    def freeze(self, at: Optional[datetime] = None) -> datetime:
        """Stops it, now or at a later moment."""
        __tracebackhide__ = True
        body = {} if at is None else {"at": _written(at)}
        return _moment(self._moving("freeze", body)["now"])

    def resume(self) -> datetime:
        """Lets it go on from where it stands."""
        __tracebackhide__ = True
        return _moment(self._moving("resume", {})["now"])

    def advance(
        self,
        by: Optional[Duration] = None,
        *,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        seconds: float = 0,
        to: Optional[datetime] = None,
        timeout: float = LONGEST_ANSWER,
    ) -> Advanced:
        """
        Moves it on, and lets all that falls due on the way happen at its own instant: `advance("24h")`, `advance(hours=24)`,
        `advance(to=moment)`. Fails when that is not done in time.
        """
        __tracebackhide__ = True
        parts = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        if [by is not None, to is not None, bool(parts)].count(True) != 1:
            raise ValueError('Say how far, in one way: advance("24h"), advance(hours=24) or advance(to=moment).')
        body: Dict[str, Any] = {"to": _written(to)} if to else {"by": in_seconds(parts if by is None else by)}
        found = self._moving("advance", {**body, "timeout": timeout}, timeout + LONGEST_ANSWER)
        advanced = Advanced(_moment(found["now"]), found["done"], found["settled"], found["pending"])
        if not advanced.settled:
            waiting = "\n".join(f"  {line_of_job(job)}" for job in advanced.pending)
            raise NotInTime(
                f"The clock was moved, and not all that was due is done after {timeout:g} s. Still to be done:\n{waiting}"
            )
        return advanced

    def _moving(self, act: str, body: Dict[str, Any], longest: float = LONGEST_ANSWER) -> Any:
        __tracebackhide__ = True
        self._control.mind_others("The hands of the clock")
        return self._control.ask("POST", f"/clock/{act}", body, longest=longest)


def in_seconds(given: Duration) -> Union[int, float, str]:
    """Writes a duration as the control API takes it."""
    return given.total_seconds() if isinstance(given, timedelta) else given


def _moment(text: str) -> datetime:
    # Python before 3.11 does not read the Z.
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _written(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError(
            "A moment needs its time zone: datetime.now(timezone.utc), or clock.now() and what comes after it."
        )
    utc = moment.astimezone(timezone.utc)
    return utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")
