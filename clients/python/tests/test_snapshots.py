"""Going back to how the server was."""

import pytest
from application import text

from trunkline import Refused


def test_a_snapshot_is_gone_back_to(trunkline_own_server, trunkline, trunkline_phone):
    text(trunkline, trunkline_phone, "kept")
    trunkline.settle()
    snapshot = trunkline_own_server.snapshot()
    text(trunkline, trunkline_phone, "forgotten")
    trunkline.settle()
    trunkline_own_server.restore(snapshot)
    assert [one.body for one in trunkline_phone.messages()] == ["kept"]
    trunkline_own_server.forget(snapshot)
    trunkline_own_server.reset()
    assert trunkline_phone.messages() == []
    with pytest.raises(Refused, match="(?i)no account|unknown|authent"):
        text(trunkline, trunkline_phone, "nobody's")
