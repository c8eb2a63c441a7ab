"""A signup by text: it sends a code, takes it back, and answers texts. Written for the service; nothing in it knows of Trunkline."""

import os
import secrets

from flask import Flask, Response, abort, jsonify, request
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from twilio.twiml.messaging_response import MessagingResponse


def create_app() -> Flask:
    """Makes the application, from TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_PHONE_NUMBER."""
    app = Flask(__name__)
    account_sid, auth_token = os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"]
    client = Client(account_sid, auth_token)
    validator = RequestValidator(auth_token)
    codes: dict = {}
    members: set = set()

    @app.post("/signup")
    def signup():
        phone = request.get_json()["phone"]
        codes[phone] = f"{secrets.randbelow(10**6):06}"
        client.messages.create(to=phone, from_=os.environ["TWILIO_PHONE_NUMBER"], body=f"Your code is {codes[phone]}")
        return jsonify(sent=True), 202

    @app.post("/signup/confirm")
    def confirm():
        given = request.get_json()
        wanted = codes.get(given["phone"], "")
        if not secrets.compare_digest(wanted, given["code"]) or not wanted:
            return jsonify(error="That is not the code."), 400
        del codes[given["phone"]]
        members.add(given["phone"])
        return jsonify(member=True)

    @app.post("/sms")
    def sms():
        signature = request.headers.get("X-Twilio-Signature", "")
        if not validator.validate(request.url, request.form, signature):
            abort(403)
        answer = MessagingResponse()
        if request.form["Body"].strip().upper() == "LEAVE":
            members.discard(request.form["From"])
            answer.message("You have left. Goodbye.")
        elif request.form["From"] in members:
            answer.message("You are a member. Send LEAVE to leave.")
        else:
            answer.message("We do not know you yet. Sign up on our page.")
        return Response(str(answer), mimetype="text/xml")

    return app
