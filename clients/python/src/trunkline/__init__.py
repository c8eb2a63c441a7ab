"""Tests a program that sends and receives messages, against a Trunkline server."""

from .account import Account
from .call import Call
from .clock import Advanced, Clock
from .control import Control, NotAlone, Refused, Unreachable
from .failure import NotAsWanted, NotInTime
from .faults import Faults
from .message import Message
from .phone import Outcome, Phone
from .process import NotStarted
from .server import Snapshot, Trunkline
from .twilio_sdk import patch_twilio
from .webhooks import Webhooks

__all__ = [
    "Account",
    "Advanced",
    "Call",
    "Clock",
    "Control",
    "Faults",
    "Message",
    "NotAlone",
    "NotAsWanted",
    "NotInTime",
    "NotStarted",
    "Outcome",
    "Phone",
    "Refused",
    "Snapshot",
    "Trunkline",
    "Unreachable",
    "Webhooks",
    "patch_twilio",
]
