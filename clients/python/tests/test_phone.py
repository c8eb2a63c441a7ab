"""What reaches a phone, what it sends, and what is said when something does not come."""

import re
from urllib import request

import pytest
from application import answering, text

from trunkline import NotAsWanted, NotInTime, Refused


def test_a_text_is_waited_for_and_found_by_its_pattern(trunkline, trunkline_phone):
    sid = text(trunkline, trunkline_phone, "Your code is 123456")
    message = trunkline_phone.wait_for_message(r"code is (\d{6})", timeout=5)
    assert message.match[1] == "123456"
    assert (message.from_, message.to, message.sid) == (trunkline.phone_number, trunkline_phone.number, sid)
    assert (message.segments, message.encoding, message.media_urls) == (1, "GSM-7", [])


def test_each_text_is_given_out_once_and_those_passed_over_stay(trunkline, trunkline_phone):
    for body in ("Welcome!", "code 1111", "code 2222"):
        text(trunkline, trunkline_phone, body)
        trunkline.settle()
    assert trunkline_phone.wait_for_code() == "1111"
    assert trunkline_phone.wait_for_code() == "2222"
    assert trunkline_phone.wait_for_message().body == "Welcome!"
    trunkline_phone.expect_no_message()
    assert [one.body for one in trunkline_phone.messages()] == ["Welcome!", "code 1111", "code 2222"]


def test_a_phone_that_was_there_before_gives_out_only_what_comes_now(trunkline, trunkline_phone):
    text(trunkline, trunkline_phone, "before")
    trunkline_phone.wait_for_message("before")
    again = trunkline.phone(trunkline_phone.number)
    text(trunkline, trunkline_phone, "now")
    assert again.wait_for_message(re.compile("NOW", re.IGNORECASE)).body == "now"


def test_a_function_says_which_text_is_wanted(trunkline, trunkline_phone):
    text(trunkline, trunkline_phone, "long enough")
    assert trunkline_phone.wait_for_message(lambda message: len(message.body) > 5).match is None


@pytest.mark.trunkline(allow=["failed-webhooks"])
def test_what_did_not_come_is_told_with_what_came_instead_and_what_failed(trunkline, trunkline_phone):
    text(trunkline, trunkline_phone, "Welcome!", StatusCallback="http://127.0.0.1:1/status")
    trunkline.webhooks.drain()
    with pytest.raises(Refused, match=r"is not a valid phone number.*\(400\)"):
        text(trunkline, "nobody", "never")
    with pytest.raises(NotInTime) as failure:
        trunkline_phone.wait_for_message(r"code (\d+)", timeout=1)
    said = str(failure.value)
    assert said.startswith(rf"No text matching /code (\d+)/ reached {trunkline_phone.number} within 1 s.")
    assert f'What arrived instead:\n  "Welcome!" from {trunkline.phone_number}' in said
    assert "Requests to the application that failed:\n  POST http://127.0.0.1:1/status -> no answer (11205" in said
    assert "Requests to the API that were refused:\n  POST /2010-04-01/Accounts" in said and "-> 400 (21211" in said
    assert f"Look at:\n  {trunkline.server.url}/_trunkline/v1/phones/" in said


def test_an_answer_that_was_at_fault_is_told(trunkline, trunkline_phone):
    base = trunkline.webhook(answering("<Response><Message>Hello"), "/sms")
    assert trunkline_phone.send("hello").texts == []
    with pytest.raises(NotInTime, match=f"Alerts:\n  12100: .*, at {base}/sms"):
        trunkline_phone.wait_for_message(timeout=0.5)


def test_what_is_still_to_be_done_is_told(trunkline):
    phone = trunkline.phone(behaviour="slow")
    sid = text(trunkline, phone, "in half a minute")
    with pytest.raises(NotInTime, match=rf"Still to be done:\n  \S+ of {sid}, due 20"):
        phone.wait_for_message(timeout=0.5)


def test_that_nothing_came_is_told_too(trunkline_phone):
    with pytest.raises(NotInTime, match="What arrived instead:\n  nothing"):
        trunkline_phone.wait_for_code(timeout=0.5)


def test_a_text_that_was_not_to_come_is_told(trunkline, trunkline_phone):
    trunkline_phone.expect_no_message()
    text(trunkline, trunkline_phone, "an advertisement")
    trunkline_phone.expect_no_message("invoice")
    with pytest.raises(NotAsWanted, match='there came:\n  "an advertisement" from'):
        trunkline_phone.expect_no_message("advert")


def test_what_is_sent_comes_back_with_the_answer_of_the_application(trunkline, trunkline_phone):
    asked = []
    trunkline.webhook(answering("<Response><Message>Hello back</Message></Response>", asked=asked), "/sms")
    outcome = trunkline_phone.send("Hi there")
    assert (outcome.status, outcome.texts) == (200, ["Hello back"])
    assert "<Message>Hello back</Message>" in outcome.twiml
    assert [path for path, _ in asked] == ["/sms"] and "Body=Hi+there" in asked[0][1]
    assert trunkline_phone.wait_for_message().body == "Hello back"
    assert trunkline_phone.reply("And again").texts == ["Hello back"]
    assert [one["kind"] for one in trunkline.webhooks.history()] == ["message", "message"]


def test_media_are_sent(trunkline, trunkline_phone):
    asked = []
    trunkline.webhook(answering(asked=asked), "/sms")
    outcome = trunkline_phone.send_mms("look", [("image/png", b"a picture")])
    assert (outcome.status, outcome.replies) == (200, [])
    assert "NumMedia=1" in asked[0][1] and "image%2Fpng" in asked[0][1]
    details = trunkline.control.ask("GET", f"/messages/{outcome.message_sid}")
    assert details["media"][0]["contentType"] == "image/png"


def test_a_text_to_a_number_that_nobody_has_is_an_error(trunkline_phone):
    with pytest.raises(NotAsWanted, match="belongs to no account"):
        trunkline_phone.send("anyone?", to="+15552000000")


def test_there_is_nobody_to_reply_to_before_a_text_came(trunkline_phone):
    with pytest.raises(NotAsWanted, match="nobody to reply to"):
        trunkline_phone.reply("hello?")


def test_a_phone_behaves_as_it_is_told(trunkline):
    phone = trunkline.phone(behaviour="offline", name="Ann")
    sid = text(trunkline, phone, "lost")
    trunkline.settle()
    message = trunkline.control.ask("GET", f"/messages/{sid}")["message"]
    assert (message["status"], message["errorCode"]) == ("undelivered", 30003)
    phone.behaves("online")
    text(trunkline, phone, "found")
    assert phone.wait_for_message().body == "found"


def test_a_request_to_the_application_is_made_again_edited(trunkline, trunkline_phone):
    asked = []
    base = trunkline.webhook(answering(asked=asked), "/sms")
    trunkline_phone.send("first")
    [attempt] = trunkline.webhooks.history(kind="message")
    again = trunkline.webhooks.replay(attempt["id"], parameters={"Body": "edited"})
    assert (again["kind"], again["url"], again["responseStatus"]) == ("replay", f"{base}/sms", 200)
    assert asked[-1][1] == "Body=edited"


def test_a_served_application_is_gone_after_its_account(trunkline_server):
    with trunkline_server.account() as account:
        base = account.webhook(answering(), "/sms")
        assert request.urlopen(base).status == 200
    with pytest.raises(OSError):
        request.urlopen(base, timeout=2)
