"""The requests that an application got."""

from typing import Any, Dict, List, Optional

from .control import Control, part
from .failure import NotInTime, explain


class Webhooks:
    """The requests that the application of an account got, and what it answered."""

    def __init__(self, control: Control, account: "tuple[str, str]") -> None:
        self._control = control
        self._account = account

    def history(
        self,
        kind: Optional[str] = None,
        subject: Optional[str] = None,
        failed: bool = False,
        limit: int = 100,
    ) -> List[Dict[str, Any]]:
        """Those until now, oldest first: of a kind (`message`, `status`, `voice` ...), about a SID, or only those that failed."""
        query = {
            "account": self._account[0],
            "kind": kind,
            "subject": subject,
            "failed": "true" if failed else None,
            "limit": limit,
        }
        newest_first = self._control.ask("GET", "/webhooks", query=query)["webhooks"]
        return [self.details(one["id"]) for one in reversed(newest_first)]

    def details(self, id: str) -> Dict[str, Any]:
        """One of them, with its whole request and answer."""
        found: Dict[str, Any] = self._control.ask("GET", f"/webhooks/{part(id)}")
        return found

    def drain(self, timeout: float = 5.0) -> None:
        """Waits until nothing of the account that is due is left to do: all that is to be told was told."""
        __tracebackhide__ = True
        settle(self._control, self._account, timeout)

    def replay(self, id: str, **edit: Any) -> Dict[str, Any]:
        """Makes a request again now, as it was or edited: `replay(id, parameters={"Body": "edited"})`. Gives the new attempt."""
        found: Dict[str, Any] = self._control.ask("POST", f"/webhooks/{part(id)}/replay", edit)
        return found


def settle(control: Control, account: "Optional[tuple[str, str]]", timeout: float) -> None:
    """Waits until nothing that is due, of an account or at all, is left to do; fails when that is not so in time."""
    __tracebackhide__ = True
    body: Dict[str, Any] = {"timeout": timeout}
    if account:
        body["account"] = account[0]
    if not control.ask("POST", "/settle", body, longest=timeout + 30)["settled"]:
        raise NotInTime(explain(control, f"Not all that is due is done after {timeout:g} s.", account))
