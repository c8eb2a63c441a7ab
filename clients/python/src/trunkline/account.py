"""An account of its own for a test."""

from typing import TYPE_CHECKING, Any, Collection, Dict, List, Mapping, Optional, Tuple, Union

from .control import Control, Refused, part
from .clock import Clock
from .failure import NotAsWanted, line_of_webhook, refused_requests
from .faults import Faults
from .phone import Phone
from .serve import Served, WsgiApplication
from .webhooks import Webhooks, settle

if TYPE_CHECKING:
    from .server import Trunkline

#: What `verify` looks for.
CHECKS = ("not-implemented", "failed-webhooks")
_MOST_ATTEMPTS = 1000
_VERIFY_WITHIN = 5


class Account:
    """An account with numbers, phones, requests and faults of its own: tests that have one each meet no other test."""

    def __init__(self, server: "Trunkline", opened: Mapping[str, Any]) -> None:
        self.server = server
        self.control: Control = server.control
        self.sid: str = opened["sid"]
        self.auth_token: str = opened["authToken"]
        self.phone_numbers: List[str] = list(opened["phoneNumbers"])
        self.credentials: Tuple[str, str] = (self.sid, self.auth_token)
        self.faults = Faults(self.control, self.sid)
        self.webhooks = Webhooks(self.control, self.credentials)
        self._served: List[Served] = []

    def __repr__(self) -> str:
        return f"Account({self.sid!r})"

    def __enter__(self) -> "Account":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    @property
    def phone_number(self) -> str:
        """Its first number."""
        if not self.phone_numbers:
            raise LookupError(f"The account {self.sid} has no number. Try: account(numbers=1)")
        return self.phone_numbers[0]

    @property
    def clock(self) -> Clock:
        """The clock of its server."""
        return self.server.clock

    def env(self) -> Dict[str, str]:
        """What a program has to find in its environment to use this account."""
        return {
            "TWILIO_ACCOUNT_SID": self.sid,
            "TWILIO_AUTH_TOKEN": self.auth_token,
            **({"TWILIO_PHONE_NUMBER": self.phone_numbers[0]} if self.phone_numbers else {}),
            **self.server.env(),
        }

    def client(self, **options: Any) -> Any:
        """A `twilio.rest.Client` of the official SDK that uses this account at this server."""
        from .twilio_sdk import client

        return client(self, **options)

    def phone(self, number: Optional[str] = None, **wishes: str) -> Phone:
        """
        A virtual phone: a new one with a number that nobody has, or the one with this number, as of now: what reached it before is not
        waited for. `behaviour`, `answers` and `name` say how it is.
        """
        if number is None:
            return Phone(self, self.control.ask("POST", "/phones", wishes)["phoneNumber"])
        last = self.control.ask("GET", f"/phones/{part(number)}/messages", query={"limit": 1})["messages"]
        phone = Phone(self, number, last[0]["id"] if last else None)
        return phone.behaves(**wishes) if wishes else phone

    def webhook(self, target: Union[str, WsgiApplication], path: str = "/", *, voice: Optional[str] = None) -> str:
        """
        Says where its numbers tell messages: to an address, or to a WSGI application of this process at a path; and with `voice` where
        they tell calls. Gives the address at which the application is.
        """
        if isinstance(target, str):
            sms_url, voice_url, base = target, voice, target
        else:
            served = Served(target)
            self._served.append(served)
            base = served.url
            sms_url, voice_url = base + path, voice and base + voice
        numbers = f"/2010-04-01/Accounts/{self.sid}/IncomingPhoneNumbers"
        found = self.control.rest("GET", f"{numbers}.json", self.credentials, query={"PageSize": 1000})
        form = {"SmsUrl": sms_url, **({"VoiceUrl": voice_url} if voice_url else {})}
        for one in found["incoming_phone_numbers"]:
            self.control.rest("POST", f"{numbers}/{one['sid']}.json", self.credentials, form)
        return base

    def settle(self, timeout: float = 5.0) -> None:
        """Waits until nothing of it that is due is left to do."""
        __tracebackhide__ = True
        settle(self.control, self.credentials, timeout)

    def verify(self, allow: Collection[str] = ()) -> None:
        """
        Fails when the application asked for what the server does not have, or did not answer a request with success: both pass unseen
        otherwise. `allow` leaves out `not-implemented` or `failed-webhooks`.
        """
        __tracebackhide__ = True
        unknown = set(allow) - set(CHECKS)
        if unknown:
            raise ValueError(f"{', '.join(sorted(unknown))} is not checked. Try: {', '.join(CHECKS)}")
        try:
            # What is on its way to the application may fail yet.
            self.control.ask("POST", "/settle", {"account": self.sid, "timeout": _VERIFY_WITHIN})
        except Refused as refusal:
            if refusal.status != 404:
                raise
            # It went with a reset, or with what was restored.
            return
        wrong: List[str] = []
        if "not-implemented" not in allow:
            missing = refused_requests(self.control, self.sid, not_implemented=True)
            wrong += _listed("The application asked for what is not there", missing)
        if "failed-webhooks" not in allow:
            wrong += _listed("The application did not answer", self._broken_webhooks())
        if wrong:
            look = f"Look at: {self.control.url}/_trunkline/v1/webhooks?account={self.sid}"
            raise NotAsWanted("\n".join([*wrong, look]))

    def close(self) -> None:
        """Ends what it serves; a second time does nothing."""
        while self._served:
            self._served.pop().close()

    def _broken_webhooks(self) -> List[str]:
        """Those that got no answer, or a 5xx: a refusal of the application (4xx) may be what is tested."""
        query = {"account": self.sid, "failed": "true", "limit": _MOST_ATTEMPTS}
        found = self.control.ask("GET", "/webhooks", query=query)["webhooks"]
        broken = [one for one in found if one["responseStatus"] is None or one["responseStatus"] >= 500]
        return [line_of_webhook(one) for one in broken]


def _listed(title: str, lines: List[str]) -> List[str]:
    return [f"{title}:", *(f"  {line}" for line in lines[:10])] if lines else []
