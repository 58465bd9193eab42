"""The parts of the benchmark that can lie: goals, streamed answers, replayed keys."""

import socket
import threading
import uuid

import pytest

from benchmarks.clients import Client
from benchmarks.measuring import Figure, Goal, Row
from benchmarks.results import append
from benchmarks.rows import ROWS, chosen


def row(**goal):
    return Row("some", "some row", lambda bench, n: None, lambda bench, n: None, goal=Goal(**goal))


@pytest.mark.parametrize(
    ("goal", "value", "floor", "statements", "verdict"),
    [
        ({"at_most": 9, "times_floor": 3}, 20, 7, 4, "met"),
        ({"at_most": 9, "times_floor": 3}, 22, 7, 4, "missed"),
        ({"at_most": 9, "statements": 10}, 9, 7, 10, "met"),
        ({"at_most": 9, "statements": 10}, 9, 7, 11, "missed"),
        ({"share_of_floor": 0.6}, 60, 100, None, "met"),
        ({"share_of_floor": 0.6}, 59, 100, None, "missed"),
        ({"at_least": 800}, 799, None, None, "missed"),
        ({}, 799, None, None, ""),
    ],
)
def test_a_goal_is_met_by_one_limit_and_by_few_statements(goal, value, floor, statements, verdict):
    assert Figure(row(**goal), value, None, floor, statements).verdict() == verdict


def test_at_a_million_limits_are_half_as_wide_again():
    assert Figure(row(at_most=10), 15).verdict(1.5) == "met"
    assert Figure(row(at_most=10), 15.1).verdict(1.5) == "missed"


def test_a_streamed_answer_ends_with_its_last_chunk_not_with_a_line_that_looks_like_it():
    """A CSV line that ends in a nought is followed by the end of its chunk."""
    answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\na,0\r\n\r\n5\r\nb,1\r\n\r\n0\r\n\r\n"
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            connection, _address = server.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        client = Client(server.getsockname()[1])
        assert client.get("/") == b"a,0\r\nb,1\r\n"
        thread.join()
        client.close()


def test_every_row_has_a_name_of_its_own_and_can_be_chosen():
    assert len({one.name for one in ROWS}) == len(ROWS)
    assert {one.name for one in chosen("search-r,post")} == {"search-rare", "post", "post-4"}


def test_results_are_added_below_what_is_there(tmp_path):
    file = tmp_path / "results.md"
    file.write_text("before\n")
    said = str(uuid.uuid4())
    append([Figure(row(at_most=1), 2.0)], 10, said, {"some": "1.0 somewhere"}, file)
    text = file.read_text()
    assert text.startswith("before\n")
    assert said in text
    assert "Missed: some." in text
    assert "1.0 somewhere" in text
