"""`make run`: what it refuses, with one sentence; what it keeps from one start to the next."""

import socket
import sys
import time

import pytest

from limits_portal import run, supervision
from limits_portal.private_servers import Unable
from limits_portal.supervision import Watched


def test_a_busy_port_is_said_with_another_to_try():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Unable, match=f"Le port {port} est déjà utilisé.*PORT="):
            run.check_port("127.0.0.1", port)
    run.check_port("127.0.0.1", port)


@pytest.mark.parametrize("text", ["80x", "0", "65536", "-1", "8000.5"])
def test_a_port_that_is_no_port_is_refused(monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(Unable, match="n'est pas un numéro de port"):
        run.read_port()


def test_the_port_is_8000_unless_told(monkeypatch):
    monkeypatch.delenv("PORT", raising=False)
    assert run.read_port() == 8000


def test_one_portal_a_folder(tmp_path):
    with run.only_one(tmp_path) as lock:
        lock.write("http://localhost:8123")
        lock.flush()
        with pytest.raises(Unable, match=r"tourne déjà \(http://localhost:8123\)"):
            run.only_one(tmp_path)
    run.only_one(tmp_path).close()


def test_the_secret_is_made_once_and_is_private(tmp_path):
    secret = run.secret_key(tmp_path)
    assert len(secret) >= 50
    assert run.secret_key(tmp_path) == secret
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_the_environment_has_the_last_word(monkeypatch, tmp_path):
    monkeypatch.setattr(run, "VAR", tmp_path)
    found = run.demonstration({"BASE_URL": "https://demo.example"}, "127.0.0.1", 8000)
    assert found["BASE_URL"] == "https://demo.example"
    assert found["DEMO"] == "1"


def test_static_files_are_made_again_when_one_of_them_changes(monkeypatch, tmp_path):
    monkeypatch.setattr(run, "ROOT", tmp_path)
    for name in ("static", "limits_portal"):
        (tmp_path / name).mkdir()
    for name in ("requirements.lock", "limits_portal/static_files.py", "static/a.css"):
        (tmp_path / name).write_text("1")
    before = run.fingerprint()
    assert run.fingerprint() == before
    (tmp_path / "static" / "a.css").write_text("12")
    assert run.fingerprint() != before


@pytest.fixture
def watched(monkeypatch, tmp_path):
    """Make a watched process out of a line of Python."""
    monkeypatch.setattr(supervision, "LOGS", tmp_path)
    made = []

    def make(name, line):
        made.append(Watched(name, [sys.executable, "-c", line], {}))
        made[-1].start()
        return made[-1]

    yield make
    supervision.stop_all(made)


def test_a_web_server_that_does_not_start_is_said_with_its_log(watched):
    web = watched("web", "raise SystemExit('pas de base')")
    web.process.wait()
    with pytest.raises(Unable, match="pas de base"):
        web.watch()


def test_a_worker_that_dies_starts_again(watched, capsys):
    worker = watched("worker", "import time; time.sleep(60)")
    first = worker.process
    first.kill()
    first.wait()
    worker.watch()
    assert worker.process.pid != first.pid
    assert "« worker » s'est arrêté, il repart" in capsys.readouterr().out


def test_stopping_leaves_no_process_even_one_that_does_not_listen(watched, monkeypatch):
    monkeypatch.setattr(supervision, "STOP_TIMEOUT", 0.5)
    deaf = watched(
        "deaf",
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        "print('sourd', flush=True); time.sleep(60)",
    )
    while "sourd" not in deaf.log.read_text():
        time.sleep(0.05)
    supervision.stop_all([deaf])
    assert deaf.process.wait(5) == -9
