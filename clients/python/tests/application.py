"""What the tests have for an application."""

from trunkline import Account


def text(account: Account, to, body: str, **form: str) -> str:
    """Asks the API to send a text, as an application does; gives its SID."""
    path = f"/2010-04-01/Accounts/{account.sid}/Messages.json"
    given = {"To": getattr(to, "number", to), "From": account.phone_number, "Body": body, **form}
    return account.control.rest("POST", path, account.credentials, given)["sid"]


def answering(twiml="<Response/>", status="200 OK", asked=None):
    """An application that answers everything so, and notes what it was asked."""

    def application(environ, start_response):
        size = int(environ.get("CONTENT_LENGTH") or 0)
        form = environ["wsgi.input"].read(size).decode()
        if asked is not None:
            asked.append((environ["PATH_INFO"], form))
        start_response(status, [("Content-Type", "text/xml")])
        return [(twiml(environ) if callable(twiml) else twiml).encode()]

    return application
