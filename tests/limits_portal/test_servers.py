"""The private servers: started for a command, shared by two, stopped by the last, never orphaned."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest

from limits_portal import private_servers
from limits_portal.private_servers import Postgres, Redis, Unable, socket_folder

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = pytest.mark.slow


@pytest.fixture
def folder():
    """A folder whose path is too long for a socket.

    Not in pytest's own, that every run of pytest closes to the account of PostgreSQL.
    """
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / ("un-dossier-au-nom-bien-trop-long-pour-une-socket-" * 3)
        path.mkdir()
        yield path


@pytest.fixture
def pair(folder):
    """The servers of the folder, to be asked whether they run."""
    sockets = socket_folder(folder)
    return Postgres(folder, sockets), Redis(folder, sockets)


@pytest.fixture
def launch(folder):
    """Run a command between the servers' start and stop; everything is ended with the test."""
    started = []

    def open_command(*command):
        environment = os.environ | {"LIMITS_VAR": str(folder)}
        for name in ("DATABASE_URL", "REDIS_URL"):
            environment.pop(name, None)
        process = subprocess.Popen(
            [sys.executable, "-m", "limits_portal.servers", *command], cwd=ROOT, env=environment
        )
        started.append(process)
        return process

    yield open_command
    for process in started:
        process.terminate()
        process.wait(60)


def running(pair):
    """Whether each of the two servers answers."""
    return [server.is_running for server in pair]


def until(condition, seconds=60):
    """Wait for a condition; fail when it never comes."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "trop long"
        time.sleep(0.05)


def test_two_commands_share_the_servers_and_the_last_one_stops_them(launch, pair):
    first = launch("sleep", "60")
    until(lambda: running(pair) == [True, True])
    second = launch("sleep", "60")
    until(lambda: "sleep" in children_of(second))
    first.send_signal(signal.SIGTERM)
    assert first.wait(60) == 128 + signal.SIGTERM
    assert running(pair) == [True, True]
    second.send_signal(signal.SIGTERM)
    second.wait(60)
    assert running(pair) == [False, False]


def test_servers_left_by_a_killed_command_are_used_then_stopped_by_the_next(launch, pair):
    killed = launch("sleep", "60")
    until(lambda: "sleep" in children_of(killed))
    orphan = children_of(killed)["sleep"]
    killed.kill()
    killed.wait()
    os.kill(orphan, signal.SIGKILL)
    assert running(pair) == [True, True]
    assert launch("true").wait(60) == 0
    assert running(pair) == [False, False]


def test_the_command_s_own_exit_code_is_given_back(launch):
    assert launch("sh", "-c", "exit 7").wait(60) == 7


def children_of(process):
    """Processes started by a process, by name."""
    found = {}
    with suppress(FileNotFoundError):
        for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
            found[Path(f"/proc/{pid}/comm").read_text().strip()] = int(pid)
    return found


def test_a_nearly_full_disk_is_said_before_anything_starts(monkeypatch, tmp_path):
    monkeypatch.setattr(private_servers, "SPACE_NEEDED", 2**62)
    with pytest.raises(Unable, match="disque est presque plein"):
        private_servers.check_space(tmp_path)


def test_a_missing_redis_is_said_with_the_line_that_installs_it(monkeypatch, tmp_path):
    monkeypatch.setattr(private_servers.shutil, "which", lambda name: None)
    with pytest.raises(Unable, match="sudo apt-get install redis-server"):
        Redis(tmp_path, tmp_path).start()
