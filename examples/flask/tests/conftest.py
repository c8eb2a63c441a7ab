import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from signup import create_app  # noqa: E402


@pytest.fixture
def app(trunkline_twilio):
    """The application, with an account of its own. Its number tells it texts, by a port that is served for this test."""
    app = create_app()
    trunkline_twilio.webhook(app, "/sms")
    return app


@pytest.fixture
def browser(app):
    return app.test_client()
