"""Calls: from a phone through a menu, and to a phone that is answered by hand."""

import pytest
from application import answering

from trunkline import NotInTime, Refused

MENU = """<Response><Gather numDigits="1" timeout="5" action="/menu"><Say>Press 1.</Say></Gather></Response>"""


def menu(environ):
    return "<Response><Say>Thank you.</Say></Response>" if environ["PATH_INFO"] == "/menu" else MENU


def test_a_call_leads_through_a_menu(trunkline, trunkline_phone):
    trunkline.webhook(answering(menu), "/sms", voice="/voice")
    call = trunkline_phone.call()
    call.wait_for("gathering")
    call.digits("1")
    assert call.wait_for_status("completed") == "completed"
    assert call.said() == "Press 1.\nThank you."
    with pytest.raises(Refused, match="it is over"):
        call.digits("2")


def test_a_call_rings_until_somebody_takes_it(trunkline):
    phone = trunkline.phone(answers="by-hand")
    form = {
        "To": phone.number,
        "From": trunkline.phone_number,
        "Twiml": "<Response><Say>Hello</Say><Pause length='60'/></Response>",
    }
    trunkline.control.rest("POST", f"/2010-04-01/Accounts/{trunkline.sid}/Calls.json", trunkline.credentials, form)
    call = phone.wait_for_call()
    call.wait_for_status("ringing")
    call.answer().wait_for("said")
    call.hang_up().wait_for_status(["completed"])
    assert phone.calls() == []


def test_what_a_call_did_not_do_is_told_with_its_transcript(trunkline, trunkline_phone):
    trunkline.webhook(answering(menu), "/sms", voice="/voice")
    call = trunkline_phone.call()
    call.wait_for("gathering")
    with pytest.raises(NotInTime, match='(?s)No line "recording" .*The last lines of its transcript:.*gathering'):
        call.wait_for("recording", timeout=0.1)
    call.hang_up()


def test_no_call_is_told(trunkline_phone):
    with pytest.raises(NotInTime, match=r"No call reached \+1555"):
        trunkline_phone.wait_for_call(timeout=0.1)
