"""Servers that are started, found, asked and stopped."""

import os
import subprocess
import sys
import time

import pytest
from application import answering

from trunkline import Control, NotAlone, NotStarted, Refused, Trunkline, Unreachable


def test_a_server_is_started_and_gone_with_its_block():
    with Trunkline.start() as server:
        account = server.account(numbers=2, name="Shop", type="Trial")
        assert len(account.phone_numbers) == 2
        assert server.control.ask("GET", f"/accounts/{account.sid}")["type"] == "Trial"
        assert '"msg":"ready"' in server.log()
    server.close()
    with pytest.raises(Unreachable, match="No server answers at http"):
        account.phone()


def test_a_server_does_not_outlive_the_process_that_started_it():
    program = "from trunkline import Trunkline; import time; print(Trunkline.start().url, flush=True); time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    url = child.stdout.readline().strip()
    control = Control(url)
    assert "phones" in control.ask("GET", "/phones")
    child.kill()
    child.wait()
    child.stdout.close()
    for _ in range(500):
        try:
            control.ask("GET", "/phones", longest=2)
            time.sleep(0.02)
        except Unreachable:
            return
    pytest.fail(f"The server at {url} goes on.")


def test_a_process_that_ends_by_itself_stops_its_server():
    program = "from trunkline import Trunkline; print(Trunkline.start().url)"
    ran = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, timeout=60, check=True)
    with pytest.raises(Unreachable):
        Control(ran.stdout.strip()).ask("GET", "/phones")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only where processes fork")
def test_a_forked_process_leaves_the_server_alone():
    program = """
import os, sys
from trunkline import Trunkline
server = Trunkline.start()
if os.fork() == 0:
    server.close()
    sys.exit()
os.wait()
print(server.account().phone_number)
"""
    ran = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, timeout=60, check=True)
    assert ran.stdout.startswith("+1")


def test_a_server_that_runs_is_found_by_its_variables(trunkline_server, monkeypatch):
    monkeypatch.setenv("TRUNKLINE_URL", f"{trunkline_server.url}/")
    assert Trunkline().url == trunkline_server.url
    assert Trunkline().env() == {"TRUNKLINE_URL": trunkline_server.url}
    monkeypatch.setenv("TRUNKLINE_CONTROL_TOKEN", "t" * 32)
    assert Trunkline().env()["TRUNKLINE_CONTROL_TOKEN"] == "t" * 32


def test_the_token_is_sent(monkeypatch):
    env = {"TRUNKLINE_CONTROL_TOKEN": "t" * 32, "TRUNKLINE_CONTROL_API": "on"}
    with Trunkline.start(env=env) as server:
        assert server.account().phone_number.startswith("+1")
        with pytest.raises(Refused, match="not the token") as refusal:
            Trunkline(server.url, "x" * 32).account()
        assert refusal.value.status == 401


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("/nowhere/trunkline", "cannot be run"),
        (f"{sys.executable} -c \"import sys; sys.exit('it broke')\"", "it broke"),
        (f"{sys.executable} -c \"print('a line of another program')\"", "a line of another program"),
    ],
)
def test_what_does_not_start_says_why_and_what_to_try(command, says, monkeypatch):
    monkeypatch.setenv("TRUNKLINE_COMMAND", command)
    with pytest.raises(NotStarted, match=f"(?s){says}.*Try: npm install"):
        Trunkline.start()


def test_what_says_nothing_is_given_up_in_time(monkeypatch):
    monkeypatch.setenv("TRUNKLINE_COMMAND", f'{sys.executable} -c "import sys; sys.stdin.read()"')
    with pytest.raises(NotStarted, match="did not say where it is within 0.2 s"):
        Trunkline.start(timeout=0.2)


def test_the_program_is_found_in_node_modules_around(tmp_path, monkeypatch):
    program = tmp_path / "node_modules" / ".bin" / "trunkline"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\necho the one that is installed >&2\nexit 1\n")
    program.chmod(0o755)
    below = tmp_path / "src" / "tests"
    below.mkdir(parents=True)
    monkeypatch.delenv("TRUNKLINE_COMMAND", raising=False)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.chdir(below)
    with pytest.raises(NotStarted, match="the one that is installed"):
        Trunkline.start()


def test_an_address_that_is_none_is_refused():
    with pytest.raises(ValueError, match="Try: http"):
        Trunkline("localhost:4010")


def test_another_server_is_told_apart(trunkline):
    base = trunkline.webhook(answering(status="404 Not Found"), "/sms")
    with pytest.raises(Refused, match="no such part of a control API"):
        Trunkline(base).account()


def test_what_would_happen_to_other_tests_is_refused_on_a_shared_server(trunkline_server, trunkline):
    for act in (
        lambda: trunkline.clock.advance("1h"),
        trunkline.clock.freeze,
        trunkline_server.reset,
        lambda: trunkline_server.faults.add("api", "drop", when="before"),
        trunkline_server.faults.clear,
    ):
        with pytest.raises(NotAlone, match="trunkline_own_server"):
            act()
