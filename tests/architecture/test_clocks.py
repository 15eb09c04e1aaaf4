"""Nothing reads a clock but the clocks: rules and acts are told the instant."""

import ast

import pytest

from tests.architecture.source import BACKEND, calls, modules, tree

READS_A_CLOCK = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.fromtimestamp",
    "date.today",
    "date.fromtimestamp",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "func.now",
    "func.current_timestamp",
    "func.localtimestamp",
    "uuid.uuid1",
}
"""`time.monotonic` and `time.perf_counter` measure how long something took, and tell no time of day."""

CLOCKS = {("operations/ground.py", "machine_now")}


def test_the_time_of_day_is_read_in_one_place() -> None:
    found = {
        (call.file, call.function)
        for path in modules()
        for call in calls(path)
        if call.called.removeprefix("datetime.") in READS_A_CLOCK or call.called in READS_A_CLOCK
    }
    assert found == CLOCKS


@pytest.mark.parametrize("module", ["time", "datetime"])
def test_no_clock_is_imported_by_a_name_that_hides_it(module: str) -> None:
    allowed = {"datetime": {"UTC", "date", "datetime", "time", "timedelta", "timezone", "tzinfo"}, "time": set()}[
        module
    ]
    found = {
        (path.relative_to(BACKEND).as_posix(), alias.name)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module == module
        for alias in node.names
        if alias.name not in allowed or alias.asname
    }
    assert found == set()
