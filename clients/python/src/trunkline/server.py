"""A server: one that is started for the tests, or one that runs."""

import atexit
import os
from dataclasses import dataclass
from typing import Any, Dict, Mapping, Optional

from .account import Account
from .clock import Clock
from .control import Control, part
from .faults import Faults
from .process import ServerProcess
from .webhooks import settle

#: Where a server is that was started by hand.
USUAL_URL = "http://127.0.0.1:4010"


@dataclass
class Snapshot:
    """A state of the server to go back to."""

    id: str
    at: str


class Trunkline:
    """A server that runs, at `url` (`TRUNKLINE_URL`) with `token` (`TRUNKLINE_CONTROL_TOKEN`)."""

    def __init__(self, url: Optional[str] = None, token: Optional[str] = None, *, shared: bool = False) -> None:
        given = url or os.environ.get("TRUNKLINE_URL") or USUAL_URL
        self.control = Control(given, token or os.environ.get("TRUNKLINE_CONTROL_TOKEN") or None, shared)
        self.url = self.control.url
        self.clock = Clock(self.control)
        self.faults = Faults(self.control)
        self._process: Optional[ServerProcess] = None
        self._owner = os.getpid()

    @classmethod
    def start(
        cls, *, env: Optional[Mapping[str, str]] = None, timeout: float = 30.0, shared: bool = False
    ) -> "Trunkline":
        """
        Starts a server on a free port, with a database in memory, and stops it when this process ends at the latest. The command is
        that of TRUNKLINE_COMMAND, else `trunkline` of the PATH or of a `node_modules` around, else `npx trunkline`.
        """
        process = ServerProcess(env or {}, timeout)
        settings = {**os.environ, **(env or {})}
        server = cls(process.url, settings.get("TRUNKLINE_CONTROL_TOKEN"), shared=shared)
        server._process = process
        atexit.register(server.close)
        return server

    def __repr__(self) -> str:
        return f"Trunkline({self.url!r})"

    def __enter__(self) -> "Trunkline":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def close(self) -> None:
        """Stops the server where it was started here; a second time does nothing."""
        # A process that was forked has a copy of this, and no server of its own.
        if self._process is None or os.getpid() != self._owner:
            return
        atexit.unregister(self.close)
        self._process.stop()
        self._process = None

    def account(
        self, *, numbers: Optional[int] = None, name: Optional[str] = None, type: Optional[str] = None
    ) -> Account:
        """Opens an account with numbers of its own: one unless said, 20 at most. `type` is `Full` or `Trial`."""
        given = {"numbers": numbers, "friendlyName": name, "type": type}
        body = {key: value for key, value in given.items() if value is not None}
        return Account(self, self.control.ask("POST", "/accounts", body))

    def env(self) -> Dict[str, str]:
        """What a program has to find in its environment to ask this server."""
        token = {"TRUNKLINE_CONTROL_TOKEN": self.control.token} if self.control.token else {}
        return {"TRUNKLINE_URL": self.url, **token}

    def settle(self, timeout: float = 5.0) -> None:
        """Waits until nothing that is due is left to do, of any account."""
        __tracebackhide__ = True
        settle(self.control, None, timeout)

    def snapshot(self) -> Snapshot:
        """Takes note of everything that the server has."""
        taken = self.control.ask("POST", "/snapshots")
        return Snapshot(taken["id"], taken["at"])

    def restore(self, snapshot: Snapshot) -> None:
        """Goes back to a snapshot."""
        self.control.mind_others("Snapshots")
        self.control.ask("POST", f"/snapshots/{part(snapshot.id)}/restore")

    def forget(self, snapshot: Snapshot) -> None:
        """Throws a snapshot away."""
        self.control.ask("DELETE", f"/snapshots/{part(snapshot.id)}")

    def reset(self) -> None:
        """Goes back to how the server was right after it had started on an empty database."""
        self.control.mind_others("Resets")
        self.control.ask("POST", "/reset")

    def log(self) -> str:
        """The last lines that it logged, where it was started here."""
        return self._process.log() if self._process else ""
