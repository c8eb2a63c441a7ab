"""What is said when something did not come: what came in its place, what is on its way, what failed, and where to look."""

from typing import Any, Callable, Iterable, List, Mapping, Optional, Sequence
from urllib import parse

from .control import Control, Refused, Unreachable, part

#: So many of a kind are told, and so many characters of a text.
MOST = 5
LONGEST_TEXT = 100


class NotInTime(AssertionError):
    """What a test waited for did not come."""


class NotAsWanted(AssertionError):
    """Something happened that a test did not want."""


def explain(
    control: Control,
    what: str,
    account: "Optional[tuple[str, str]]" = None,
    arrived: Optional[Sequence[Any]] = None,
    phone: Optional[str] = None,
) -> str:
    """Puts together everything that helps to see why."""
    sid = account[0] if account else None
    lines = [what]
    if arrived is not None:
        said = [f'"{shorten(one.body)}" from {one.from_}' for one in arrived]
        lines += _section("What arrived instead", said or ["nothing"])
    lines += _asked("Still to be done", lambda: pending_jobs(control, sid))
    lines += _asked("Requests to the application that failed", lambda: failed_webhooks(control, sid))
    lines += _asked("Alerts", lambda: _alerts(control, account) if account else [])
    lines += _asked("Requests to the API that were refused", lambda: refused_requests(control, sid))
    at = f"/phones/{part(phone)}/messages?direction=all" if phone else f"/webhooks?account={sid or ''}"
    lines += _section("Look at", [f"{control.url}/_trunkline/v1{at}"])
    return "\n".join(lines)


def pending_jobs(control: Control, account: Optional[str]) -> List[str]:
    """What is to be done yet, of an account or at all."""
    found = control.ask("GET", "/jobs", query={"account": account, "limit": MOST})
    return [line_of_job(job) for job in found["jobs"]]


def line_of_job(job: Mapping[str, Any]) -> str:
    """Tells a job in one line."""
    tries = f", tried {job['attempts']} times" if job["attempts"] else ""
    about = f" of {job['subject']}" if job["subject"] else ""
    return f"{job['deed']}{about}, due {job['due']}{tries}"


def failed_webhooks(control: Control, account: Optional[str]) -> List[str]:
    """The last requests to an application that failed."""
    found = control.ask("GET", "/webhooks", query={"account": account, "failed": "true", "limit": MOST})
    return [line_of_webhook(one) for one in found["webhooks"]]


def line_of_webhook(attempt: Mapping[str, Any]) -> str:
    """Tells a request to an application in one line."""
    answer = attempt["responseStatus"] if attempt["responseStatus"] is not None else "no answer"
    why = f" ({attempt['errorCode']}: {attempt['error']})" if attempt["errorCode"] else ""
    return f"{attempt['method']} {attempt['url']} -> {answer}{why}, {attempt['id']}"


def refused_requests(control: Control, account: Optional[str], not_implemented: bool = False) -> List[str]:
    """The last requests of a client that were refused."""
    query = {"account": account, "limit": MOST, "notImplemented": "true" if not_implemented else None}
    return [
        f"{one['method']} {one['path']} -> {one['status']}"
        + (f" ({one['code']}: {one['message']})" if one["code"] else f" ({one['message']})" if one["message"] else "")
        for one in control.ask("GET", "/requests", query=query)["requests"]
    ]


def shorten(text: str) -> str:
    """A text in one line that is not too long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_TEXT else f"{flat[:LONGEST_TEXT]}..."


def _alerts(control: Control, account: "tuple[str, str]") -> List[str]:
    """What was wrong with answers that came; those that did not (112xx) are among the requests that failed."""
    path = f"/2010-04-01/Accounts/{account[0]}/Notifications.json"
    found = control.rest("GET", path, account, query={"PageSize": MOST})
    return [
        f"{one['error_code']}: {parse.parse_qs(one['message_text']).get('Msg', [''])[0]}, at {one['request_url']}"
        for one in found["notifications"]
        if not one["error_code"].startswith("112")
    ]


def _asked(title: str, ask: Callable[[], Sequence[str]]) -> List[str]:
    try:
        return _section(title, ask())
    except (Refused, Unreachable) as fault:
        return _section(title, [f"cannot be had: {fault}"])


def _section(title: str, lines: Iterable[str]) -> List[str]:
    told = [f"  {line}" for line in lines]
    return [f"{title}:", *told] if told else []
