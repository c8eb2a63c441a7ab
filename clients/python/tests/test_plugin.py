"""The fixtures, in test suites of their own that use the server of this one."""

import pytest

BEFORE = """
import pytest
from trunkline import Account

def ask_for_what_is_not_there(account):
    try:
        account.control.rest("GET", f"/2010-04-01/Accounts/{account.sid}/Fax/Machines.json", account.credentials)
    except Exception:
        pass

def broken(environ, start_response):
    environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start_response("500 Broken", [("Content-Type", "text/plain")])
    return [b"broken"]
"""


@pytest.fixture
def suite(pytester, monkeypatch, trunkline_server):
    monkeypatch.setenv("TRUNKLINE_URL", trunkline_server.url)

    def run(tests):
        pytester.makepyfile(BEFORE + tests)
        return pytester.runpytest_inprocess("-p", "trunkline.pytest_plugin", "-p", "no:cacheprovider")

    return run


def test_each_test_has_an_account_and_a_phone_of_its_own(suite):
    result = suite(
        """
seen = set()

@pytest.mark.parametrize("round", range(3))
def test_alone(trunkline, trunkline_phone, round):
    assert isinstance(trunkline, Account)
    assert not seen & {trunkline.sid, trunkline.phone_number, trunkline_phone.number}
    seen.update({trunkline.sid, trunkline.phone_number, trunkline_phone.number})

@pytest.mark.trunkline(numbers=3, type="Trial")
def test_wishes(trunkline):
    assert len(trunkline.phone_numbers) == 3
    assert trunkline.control.ask("GET", f"/accounts/{trunkline.sid}")["type"] == "Trial"
"""
    )
    result.assert_outcomes(passed=4)


def test_what_is_not_implemented_fails_a_test_that_would_pass(suite):
    result = suite(
        """
def test_unseen(trunkline):
    ask_for_what_is_not_there(trunkline)

@pytest.mark.trunkline(allow=["not-implemented"])
def test_allowed(trunkline):
    ask_for_what_is_not_there(trunkline)
"""
    )
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        ["*The application asked for what is not there:*", "*GET /2010-04-01/Accounts/*/Fax/Machines*404*"]
    )


def test_an_application_that_breaks_fails_a_test_that_would_pass(suite):
    result = suite(
        """
def test_unseen(trunkline, trunkline_phone):
    trunkline.webhook(broken, "/sms")
    trunkline_phone.send("hello")

@pytest.mark.trunkline(allow=["failed-webhooks"])
def test_allowed(trunkline, trunkline_phone):
    trunkline.webhook(broken, "/sms")
    assert trunkline_phone.send("hello").status == 500

def test_that_failed_says_only_why_it_did(trunkline, trunkline_phone):
    trunkline.webhook(broken, "/sms")
    trunkline_phone.send("hello")
    assert False, "its own reason"
"""
    )
    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(
        ["*The application did not answer:*", "*POST http://127.0.0.1:*/sms -> 500*", "*its own reason*"]
    )
    assert str(result.stdout).count("The application did not answer") <= 2


def test_what_may_be_allowed_is_told(suite):
    result = suite(
        """
@pytest.mark.trunkline(allow=["everything"])
def test_misspelt(trunkline):
    pass
"""
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*everything is not checked. Try: not-implemented, failed-webhooks*"])


def test_a_failure_shows_the_line_of_the_test_and_none_of_the_client(suite):
    result = suite(
        """
def test_waits(trunkline_phone):
    trunkline_phone.wait_for_message("never", timeout=0.1)
"""
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([">*trunkline_phone.wait_for_message*", "E*No text matching /never/ reached*"])
    result.stdout.no_fnmatch_line("*def _wait*")
    result.stdout.no_fnmatch_line("*def wait_for_message*")


def test_a_test_that_moves_the_clock_has_a_server_of_its_own(suite):
    result = suite(
        """
def test_clock(trunkline_own_server, trunkline, trunkline_server):
    assert trunkline.server is trunkline_own_server
    assert trunkline_own_server.url != trunkline_server.url
    before = trunkline.clock.now()
    trunkline.clock.advance(days=1)
    assert (trunkline.clock.now() - before).days == 1
"""
    )
    result.assert_outcomes(passed=1)
