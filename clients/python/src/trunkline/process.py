"""The process of a server that is started for the tests."""

import json
import os
import queue
import shlex
import shutil
import signal
import subprocess
import threading
from collections import deque
from pathlib import Path
from typing import IO, Any, Deque, Dict, List, Mapping, Optional

_WORDS = ["start", "--port", "0", "--database", "sqlite::memory:", "--output", "json", "--stop-with-input"]
#: Tests want answers at once; what is set in the environment holds all the same.
_QUICK = {"TRUNKLINE_SIMULATOR_DELAY": "0", "TRUNKLINE_SIMULATOR_ANSWER": "0", "TRUNKLINE_SENDER_RATE": "0"}
_MOST_LOG_LINES = 200
_MOST_LINES_BEFORE = 100
_LONGEST_STOP = 15.0
_HOW = "Try: npm install --save-dev trunkline, or TRUNKLINE_COMMAND with the command that runs it."


class NotStarted(Exception):
    """No server could be started."""


class ServerProcess:
    """A server as a process. It ends with its standard input, and so with this process, however that one ends."""

    def __init__(self, env: Mapping[str, str], timeout: float) -> None:
        words = command() + _WORDS
        try:
            self._child = subprocess.Popen(
                words,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**_QUICK, **os.environ, **env},
                encoding="utf-8",
                errors="replace",
                # A Ctrl-C is for the tests: they need the server until they have cleaned up.
                start_new_session=True,
            )
        except OSError as fault:
            raise NotStarted(f"`{shlex.join(words)}` cannot be run: {fault}. {_HOW}") from None
        self._log: Deque[str] = deque(maxlen=_MOST_LOG_LINES)
        # None says that no line comes any more.
        self._lines: "queue.Queue[Optional[str]]" = queue.Queue()
        self._readers = [
            threading.Thread(target=self._read_output, args=(self._child.stdout,), daemon=True),
            threading.Thread(target=self._read_log, args=(self._child.stderr,), daemon=True),
        ]
        for reader in self._readers:
            reader.start()
        try:
            self.url = str(self._announcement(timeout)["url"])
        except NotStarted:
            self.stop()
            raise

    def log(self) -> str:
        """The last lines that it logged."""
        return "\n".join(self._log)

    def stop(self) -> None:
        """Ends it, and waits until it has ended."""
        try:
            if self._child.stdin:
                self._child.stdin.close()
        except OSError:
            # It has ended by itself.
            pass
        for how in ("SIGTERM", "SIGKILL"):
            try:
                self._child.wait(_LONGEST_STOP)
                break
            except subprocess.TimeoutExpired:
                self._kill(how)
        self._child.wait(_LONGEST_STOP)
        for reader in self._readers:
            reader.join(timeout=1)
        for stream in (self._child.stdout, self._child.stderr):
            if stream:
                stream.close()

    def _kill(self, how: str) -> None:
        if not hasattr(os, "killpg"):
            self._child.kill()
            return
        try:
            os.killpg(self._child.pid, getattr(signal, how))
        except ProcessLookupError:
            # It has ended meanwhile.
            pass

    def _announcement(self, timeout: float) -> Dict[str, Any]:
        before: List[str] = []
        while len(before) < _MOST_LINES_BEFORE:
            try:
                line = self._lines.get(timeout=timeout)
            except queue.Empty:
                raise NotStarted(f"The server did not say where it is within {timeout:g} s.\n{self.log()}") from None
            if line is None:
                break
            try:
                said = json.loads(line)
            except ValueError:
                said = None
            if isinstance(said, dict) and "url" in said:
                return said
            before.append(line.rstrip())
        self._readers[1].join(timeout=1)
        raise NotStarted("\n".join(["No server was started.", *before, self.log(), _HOW]))

    def _read_output(self, stream: "IO[str]") -> None:
        for count, line in enumerate(stream):
            # What comes later is read, so that the server can write it, and forgotten.
            if count <= _MOST_LINES_BEFORE:
                self._lines.put(line)
        self._lines.put(None)

    def _read_log(self, stream: "IO[str]") -> None:
        for line in stream:
            self._log.append(line.rstrip())


def command() -> List[str]:
    """The command that runs the program."""
    given = os.environ.get("TRUNKLINE_COMMAND")
    if given:
        return shlex.split(given, posix=os.name == "posix")
    found = shutil.which("trunkline")
    if found:
        return [found]
    here = Path.cwd()
    for folder in (here, *here.parents):
        found = shutil.which("trunkline", path=str(folder / "node_modules" / ".bin"))
        if found:
            return [found]
    npx = shutil.which("npx")
    if npx:
        # Only what is installed: a test run downloads nothing.
        return [npx, "--no", "trunkline"]
    raise NotStarted(f"There is no trunkline to be run. {_HOW}")
