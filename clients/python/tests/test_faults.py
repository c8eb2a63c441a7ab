"""Faults on demand, of one account."""

import pytest
from application import answering, text

from trunkline import NotAsWanted, Refused


def test_the_next_message_to_a_phone_fails(trunkline, trunkline_phone):
    trunkline.faults.next(to=trunkline_phone, status="undelivered", code=30005)
    sids = [text(trunkline, trunkline_phone, body) for body in ("first", "second")]
    trunkline.settle()
    found = [trunkline.control.ask("GET", f"/messages/{sid}")["message"] for sid in sids]
    assert sorted((one["status"], one["errorCode"] or 0) for one in found) == [("delivered", 0), ("undelivered", 30005)]


def test_the_api_refuses_once_and_only_this_account(trunkline, trunkline_server, trunkline_phone):
    trunkline.faults.api("POST /Messages*", status=429, code=20429)
    other = trunkline_server.account()
    text(other, trunkline_phone, "from another account")
    with pytest.raises(Refused, match="429"):
        text(trunkline, trunkline_phone, "too fast")
    text(trunkline, trunkline_phone, "again")
    [fault] = trunkline.faults.list()
    assert fault["done"] == 1
    trunkline.faults.remove(fault["id"])
    assert trunkline.faults.list() == []


@pytest.mark.trunkline(allow=["failed-webhooks"])
def test_the_application_is_not_reached(trunkline, trunkline_phone):
    asked = []
    trunkline.webhook(answering(asked=asked), "/sms")
    trunkline.faults.add("webhook", "answer", {"kind": "message"}, status=503)
    assert (trunkline_phone.send("hello").status, asked) == (503, [])
    with pytest.raises(NotAsWanted, match="/sms -> 503"):
        trunkline.verify()
    trunkline.faults.clear()
    assert (trunkline_phone.send("hello").status, len(asked)) == (200, 1)


def test_a_preset_is_of_this_account_alone(trunkline, trunkline_server):
    other = trunkline_server.account()
    faults = trunkline.faults.preset("carrier-outage", times=3)
    assert faults and {one["accountSid"] for one in faults} == {trunkline.sid}
    assert other.faults.list() == []
    with pytest.raises(Refused, match="one of carrier-outage"):
        trunkline.faults.preset("no-such-preset")
