from urllib import error, request

import pytest


def test_a_code_makes_a_member(browser, trunkline_phone):
    phone = trunkline_phone
    assert browser.post("/signup", json={"phone": phone.number}).status_code == 202
    code = phone.wait_for_code()
    assert browser.post("/signup/confirm", json={"phone": phone.number, "code": code}).json == {"member": True}
    assert phone.send("Hello?").texts == ["You are a member. Send LEAVE to leave."]
    assert phone.send("leave").texts == ["You have left. Goodbye."]
    assert phone.wait_for_message("left").from_ == phone.wait_for_message("member").from_


def test_a_wrong_code_does_not_and_a_code_is_good_once(browser, trunkline_phone):
    phone = trunkline_phone
    browser.post("/signup", json={"phone": phone.number})
    code = phone.wait_for_code()
    wrong = "000000" if code != "000000" else "111111"
    assert browser.post("/signup/confirm", json={"phone": phone.number, "code": wrong}).status_code == 400
    assert browser.post("/signup/confirm", json={"phone": phone.number, "code": code}).status_code == 200
    assert browser.post("/signup/confirm", json={"phone": phone.number, "code": code}).status_code == 400


def test_strangers_are_told_so(app, trunkline_phone):
    assert trunkline_phone.send("Hello?").texts == ["We do not know you yet. Sign up on our page."]


def test_what_is_not_signed_is_refused(app, trunkline):
    base = trunkline.webhook(app, "/sms")
    with pytest.raises(error.HTTPError, match="403"):
        request.urlopen(f"{base}/sms", b"From=%2B15550000000&Body=leave")
