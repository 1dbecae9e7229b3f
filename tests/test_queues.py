"""Every task has its queue, carries nothing heavy, and nothing in a request speaks to the broker."""

import fnmatch
import inspect

import pytest
from django.conf import settings

from limits_portal import printouts
from limits_portal.celery import app
from limits_portal.queues import QUEUES, ROUTES, TIME_LIMITS, worker
from tests.test_house import code, found


def queue_of(name: str) -> list[str]:
    return [route["queue"] for pattern, route in ROUTES.items() if fnmatch.fnmatch(name, pattern)]


@pytest.fixture(scope="module", autouse=True)
def all_tasks():
    app.loader.import_default_modules()


def test_the_tasks_are_found():
    assert "notifications.tasks.dispatch_events" in ours()


def ours() -> list[str]:
    return sorted(name for name in app.tasks if not name.startswith("celery."))


def test_every_task_goes_to_one_queue_and_celery_agrees():
    for name in ours():
        (queue,) = queue_of(name)
        assert queue in QUEUES
        assert app.amqp.router.route({}, name)["queue"].name == queue


def test_every_route_leads_some_task_to_a_queue_that_a_worker_takes():
    assert {route["queue"] for route in ROUTES.values()} == set(QUEUES)
    for pattern in ROUTES:
        assert fnmatch.filter(ours(), pattern), pattern


def test_what_beat_wakes_exists_and_carries_nothing():
    for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
        assert entry["task"] in app.tasks, name
        assert not entry.get("args")
        assert not entry.get("kwargs")
        assert entry["options"]["expires"], "a tick nobody took is dropped, not piled up"


def test_a_kind_of_document_has_its_turn_however_many_of_another_wait():
    # A worker takes ticks in the order they came: one that outlasts everybody's turn is taken.
    kinds = [
        entry
        for entry in settings.CELERY_BEAT_SCHEDULE.values()
        if queue_of(entry["task"]) == ["documents"] and entry["schedule"] < printouts.TURN
    ]
    assert len(kinds) > 5
    for entry in kinds:
        assert entry["options"]["expires"] > len(kinds) * printouts.TURN, entry["task"]


def test_a_task_takes_ids_at_most():
    for name in ours():
        parameters = inspect.signature(app.tasks[name].run).parameters.values()
        assert all(one.annotation in (int, str, "int", "str") for one in parameters), name


def test_a_task_is_acknowledged_once_done_and_leaves_no_result():
    conf = app.conf
    assert conf.task_acks_late
    assert conf.task_reject_on_worker_lost
    assert conf.task_ignore_result
    assert conf.result_backend is None
    assert conf.worker_prefetch_multiplier == 1
    assert conf.task_soft_time_limit < conf.task_time_limit
    longest = max(conf.task_time_limit, *(hard for _, hard in TIME_LIMITS.values()))
    assert conf.broker_transport_options["visibility_timeout"] > longest


def test_workers_wait_for_the_broker_as_long_as_it_is_away():
    assert app.conf.broker_connection_max_retries is None


def test_the_number_of_processes_comes_from_the_environment():
    assert "--concurrency=1" in worker("mail", {})
    assert "--concurrency=4" in worker("mail", {"MAIL_WORKERS": "4"})


def test_nothing_of_ours_sends_a_task__F1():
    assert found(r"\.(delay|apply_async|send_task|signature|apply)\(", code()) == []


def test_only_the_delivery_speaks_to_a_mail_server_and_only_the_probe_to_the_broker__F1():
    lines = found(r"^\s*(import|from) (smtplib|redis|kombu)\b|get_connection\(", code())
    assert {line.partition(":")[0] for line in lines} == {
        "notifications/health.py",
        "notifications/smtp.py",
        "notifications/troubles.py",
    }
    users = found(r"notifications\.smtp import|notifications import .*\bsmtp\b", code())
    assert {line.partition(":")[0] for line in users} == {
        "notifications/delivery.py",
        "notifications/troubles.py",
    }


def test_only_a_task_delivers_or_dispatches():
    lines = found(r"\b(deliver_due|dispatch_due)\(", code())
    assert {line.partition(":")[0] for line in lines} == {
        "notifications/delivery.py",
        "notifications/dispatch.py",
        "notifications/tasks.py",
    }
