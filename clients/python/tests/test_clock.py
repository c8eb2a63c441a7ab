"""The clock of a server."""

from datetime import timedelta

import pytest
from application import text

from trunkline import Refused


def test_the_clock_moves_and_what_falls_due_on_the_way_happens(trunkline_own_server, trunkline, trunkline_phone):
    clock = trunkline.clock
    frozen = clock.freeze()
    assert clock.now() == frozen
    assert clock.advance("1h30m").now == frozen + timedelta(minutes=90)
    assert clock.advance(timedelta(days=1)).now == frozen + timedelta(days=1, minutes=90)
    assert clock.advance(hours=1, minutes=1).settled
    later = clock.now() + timedelta(days=2)
    assert clock.advance(to=later).now == later
    assert clock.resume() >= later
    trunkline.phone(trunkline_phone.number, behaviour="slow")
    text(trunkline, trunkline_phone, "slow")
    trunkline_phone.expect_no_message(within="10s")
    clock.advance(seconds=30)
    assert trunkline_phone.wait_for_message().body == "slow"


def test_how_far_the_clock_moves_is_said_in_one_way(trunkline_own_server):
    for said in ({}, {"by": "1h", "days": 1}, {"to": trunkline_own_server.clock.now(), "hours": 1}):
        with pytest.raises(ValueError, match="in one way"):
            trunkline_own_server.clock.advance(**said)
    with pytest.raises(ValueError, match="time zone"):
        trunkline_own_server.clock.advance(to=trunkline_own_server.clock.now().replace(tzinfo=None))
    with pytest.raises(Refused):
        trunkline_own_server.clock.advance(to=trunkline_own_server.clock.now() - timedelta(days=1))
