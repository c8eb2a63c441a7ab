"""Faults on demand: of the API, of the application, of the carrier."""

from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Union

from .control import Control, part

if TYPE_CHECKING:
    from .phone import Phone

Match = Mapping[str, Any]


class Faults:
    """The faults of an account, or of a whole server."""

    def __init__(self, control: Control, account_sid: Optional[str] = None) -> None:
        self._control = control
        self._account_sid = account_sid

    def add(
        self,
        on: str,
        do: str,
        match: Optional[Match] = None,
        *,
        name: Optional[str] = None,
        probability: Optional[float] = None,
        times: Optional[int] = None,
        **effect: Any,
    ) -> Dict[str, Any]:
        """
        Adds a fault on `api`, `webhook` or `carrier`: `add("webhook", "delay", {"kind": "status"}, ms=500)`. It happens `times`
        times, or until it is removed.
        """
        return self._add(on, match or {}, {"do": do, **effect}, times, name=name, probability=probability)

    def next(
        self,
        to: "Union[None, str, Phone]" = None,
        *,
        from_: Optional[str] = None,
        status: str = "undelivered",
        code: int = 30003,
        times: int = 1,
    ) -> Dict[str, Any]:
        """Lets the next message fail after it was accepted: `next(to=phone, code=30005)`."""
        return self._add("carrier", {"to": to, "from": from_}, {"do": "fail", "status": status, "code": code}, times)

    def api(
        self, request: str = "POST /Messages*", *, status: int = 500, code: Optional[int] = None, times: int = 1
    ) -> Dict[str, Any]:
        """Lets the next such request be answered with an error: `api("POST /Messages*", status=429, code=20429)`."""
        method, _, path = request.partition(" ")
        effect = _known({"do": "answer", "status": status, "code": code})
        return self._add("api", {"method": method, "path": path}, effect, times)

    def preset(
        self, name: str, *, probability: Optional[float] = None, times: Optional[int] = None
    ) -> List[Dict[str, Any]]:
        """Adds the faults of a preset: `carrier-outage`, `receipt-storm`, `flaky-webhook`, `out-of-order-callbacks`."""
        self._mind_others()
        body = _known({"account": self._account_sid, "probability": probability, "count": times})
        return list(self._control.ask("POST", f"/fault-presets/{part(name)}", body)["faults"])

    def list(self) -> "List[Dict[str, Any]]":
        """Those that there are, with how often each matched (`seen`) and happened (`done`)."""
        return [*self._control.ask("GET", "/faults", query={"account": self._account_sid})["faults"]]

    def remove(self, id: str) -> None:
        """Removes one."""
        self._control.ask("DELETE", f"/faults/{part(id)}")

    def clear(self) -> None:
        """Removes them all."""
        self._mind_others()
        self._control.ask("DELETE", "/faults", query={"account": self._account_sid})

    def _add(
        self, on: str, match: Match, effect: Mapping[str, Any], times: Optional[int], **more: Any
    ) -> Dict[str, Any]:
        self._mind_others()
        said = {"on": on, "match": _numbers(match), "effect": effect, "count": times, "accountSid": self._account_sid}
        found: Dict[str, Any] = self._control.ask("POST", "/faults", _known({**said, **more}))
        return found

    def _mind_others(self) -> None:
        if self._account_sid is None:
            self._control.mind_others("Faults of all accounts")


def _numbers(match: Match) -> Dict[str, Any]:
    """A phone in a match stands for its number."""
    return {name: getattr(value, "number", value) for name, value in _known(match).items()}


def _known(given: Mapping[str, Any]) -> Dict[str, Any]:
    return {name: value for name, value in given.items() if value is not None}
