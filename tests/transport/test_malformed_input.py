"""Malformed bodies and messages break nothing (P12, in a reduced size; `bench/malformed.py` runs the whole)."""

import structlog

from bench.malformed import send_bodies, send_frames


async def test_a_thousand_malformed_bodies_bring_no_fault_and_no_internal_text(served):
    with structlog.testing.capture_logs() as lines:
        answered, wrong = await send_bodies(f"{served.origin}/graphql", seed=7, number=1_000)
    assert wrong == []
    assert answered.total() == 1_000
    assert {"200", "400", "413"} <= set(answered)
    assert [line for line in lines if line["log_level"] == "error"] == []


async def test_three_hundred_malformed_messages_close_with_codes_of_the_protocol_only(served):
    with structlog.testing.capture_logs() as lines:
        heard, wrong = await send_frames(served.socket_url, seed=7, number=300)
    assert wrong == []
    assert {"closed 4400", "next", "error", "complete"} <= set(heard)
    assert [line for line in lines if line["log_level"] == "error"] == []
