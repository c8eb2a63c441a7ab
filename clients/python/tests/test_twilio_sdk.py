"""The official SDK, unchanged, against the server."""

import os

import pytest

from trunkline import patch_twilio
from trunkline.twilio_sdk import redirected

rest = pytest.importorskip("twilio.rest", reason="the official SDK (python3-twilio) is not here")


def test_a_client_of_the_account_sends_and_buys(trunkline, trunkline_phone):
    client = trunkline.client()
    message = client.messages.create(to=trunkline_phone.number, from_=trunkline.phone_number, body="by the SDK")
    assert trunkline_phone.wait_for_message().sid == message.sid
    assert [one.phone_number for one in client.incoming_phone_numbers.list()] == trunkline.phone_numbers
    assert client.messaging.services.create(friendly_name="News").sid.startswith("MG")
    with pytest.raises(Exception) as refusal:
        client.messages.create(to="nobody", from_=trunkline.phone_number, body="never")
    assert refusal.value.code == 21211


def test_clients_that_the_application_makes_are_led_here_and_no_longer_than_the_test(trunkline_twilio, trunkline_phone):
    client = rest.Client(os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"])
    client.messages.create(to=trunkline_phone.number, from_=os.environ["TWILIO_PHONE_NUMBER"], body="unchanged")
    assert trunkline_phone.wait_for_message().body == "unchanged"


def test_what_was_patched_is_put_back(trunkline):
    from twilio.http.http_client import TwilioHttpClient

    before = TwilioHttpClient.request
    with pytest.raises(RuntimeError):
        with patch_twilio(trunkline.server.url):
            assert TwilioHttpClient.request is not before
            raise RuntimeError
    assert TwilioHttpClient.request is before


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        (
            "https://api.twilio.com/2010-04-01/Accounts.json?Page=1",
            ("http://here/2010-04-01/Accounts.json?Page=1", "api.twilio.com"),
        ),
        ("https://API.Dublin.IE1.twilio.com:443/a", ("http://here/a", "api.dublin.ie1.twilio.com")),
        ("https://twilio.com.evil.example/a", ("https://twilio.com.evil.example/a", "")),
        ("https://nottwilio.com/a", ("https://nottwilio.com/a", "")),
        ("https://evil.example/twilio.com/a", ("https://evil.example/twilio.com/a", "")),
    ],
)
def test_only_hosts_of_the_service_are_led_elsewhere(asked, there):
    assert redirected(asked, "http://here") == there
