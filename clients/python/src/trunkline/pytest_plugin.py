"""Fixtures for pytest: a server for the session, an account of its own for each test, and a look at the end at what went wrong unseen."""

import os
from typing import Any, Iterator

import pytest

from .account import Account
from .failure import NotAsWanted
from .phone import Phone
from .server import Trunkline
from .twilio_sdk import patch_twilio

_accounts = pytest.StashKey[Account]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "trunkline(numbers=1, type='Full', allow=()): how the account of the fixture `trunkline` is opened, and which of "
        "'not-implemented' and 'failed-webhooks' its test may end with.",
    )


@pytest.fixture(scope="session")
def trunkline_server() -> Iterator[Trunkline]:
    """A server that the tests share: the one at TRUNKLINE_URL, else one that is started once for all of them."""
    server = Trunkline(shared=True) if os.environ.get("TRUNKLINE_URL") else Trunkline.start(shared=True)
    with server:
        yield server


@pytest.fixture
def trunkline_own_server() -> Iterator[Trunkline]:
    """A server for this test alone, whose clock it may move. The account of `trunkline` is then there."""
    with Trunkline.start() as server:
        yield server


@pytest.fixture
def trunkline(request: pytest.FixtureRequest) -> Iterator[Account]:
    """An account for this test alone."""
    is_own = "trunkline_own_server" in request.fixturenames
    server: Trunkline = request.getfixturevalue("trunkline_own_server" if is_own else "trunkline_server")
    options = _options(request.node)
    options.pop("allow", None)
    with server.account(**options) as account:
        request.node.stash[_accounts] = account
        yield account


@pytest.fixture
def trunkline_phone(trunkline: Account) -> Phone:
    """A phone that nobody has used."""
    return trunkline.phone()


@pytest.fixture
def trunkline_twilio(trunkline: Account, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """Sets TWILIO_ACCOUNT_SID and the like, and leads every client of the official SDK in this process to the server."""
    for name, value in trunkline.env().items():
        monkeypatch.setenv(name, value)
    with patch_twilio(trunkline.server.url):
        yield trunkline


@pytest.hookimpl(trylast=True)
def pytest_runtest_call(item: pytest.Item) -> None:
    """After a test that passed, and while all that it uses is still there."""
    account = item.stash.get(_accounts, None)
    if account is None:
        return
    try:
        account.verify(allow=_options(item).get("allow", ()))
    except (NotAsWanted, ValueError) as fault:
        pytest.fail(str(fault), pytrace=False)


def _options(item: pytest.Item) -> "dict[str, Any]":
    """What the marks of a test say, and the nearer ones rather than those of its class or module."""
    marks = reversed(list(item.iter_markers("trunkline")))
    return {name: value for mark in marks for name, value in mark.kwargs.items()}
