"""Sends a message without the SDK: plain.py urllib|requests|http.client|asyncio"""
import asyncio
import base64
import http.client
import json
import os
import ssl
import sys
import urllib.parse
import urllib.request

sid = os.environ["TWILIO_ACCOUNT_SID"]
token = os.environ["TWILIO_AUTH_TOKEN"]
path = "/2010-04-01/Accounts/%s/Messages.json" % sid
form = {"To": "+15558675310", "From": os.environ["TWILIO_PHONE_NUMBER"], "Body": os.environ["BODY"]}
body = urllib.parse.urlencode(form)
headers = {
    "Authorization": "Basic " + base64.b64encode(("%s:%s" % (sid, token)).encode()).decode(),
    "Content-Type": "application/x-www-form-urlencoded",
}


def by_urllib():
    request = urllib.request.Request("https://api.twilio.com" + path, body.encode(), headers)
    return urllib.request.urlopen(request).read()


def by_requests():
    import requests

    return requests.post("https://api.twilio.com" + path, data=form, auth=(sid, token)).content


def by_http_client():
    """Which reads no proxy from the environment."""
    connection = http.client.HTTPSConnection("api.twilio.com")
    connection.request("POST", path, body, headers)
    return connection.getresponse().read()


def by_asyncio():
    """Which reads none either, and looks names up in a thread."""

    async def send():
        reader, writer = await asyncio.open_connection("api.twilio.com", 443, ssl=ssl.create_default_context())
        lines = "".join("%s: %s\r\n" % pair for pair in headers.items())
        head = "POST %s HTTP/1.1\r\nHost: api.twilio.com\r\nConnection: close\r\nContent-Length: %d\r\n%s\r\n"
        writer.write((head % (path, len(body), lines) + body).encode())
        answer = await reader.read()
        return answer[answer.index(b"{") : answer.rindex(b"}") + 1]

    return asyncio.run(send())


ways = {"urllib": by_urllib, "requests": by_requests, "http.client": by_http_client, "asyncio": by_asyncio}
print(json.loads(ways[sys.argv[1]]())["sid"])
