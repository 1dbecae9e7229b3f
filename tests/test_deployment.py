"""The deployment files say what the code does: variables, commands, packages, documents."""

import re
import shutil
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from limits_portal import private_servers, run
from limits_portal.queues import QUEUES

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = (ROOT / "limits_portal" / "settings.py").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "exploitation.md").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
VARIABLES = set(re.findall(r"(?:env\.\w+|required)\(\s*\"([A-Z_]+)\"", SETTINGS))
OURS = {name for name, app in get_commands().items() if (ROOT / app / "management").is_dir()}
PORTAL = ("prepare", "web", *(f"worker-{queue}" for queue in QUEUES), "beat")


def documented_variables() -> set[str]:
    """Variables of the guide's table."""
    return set(re.findall(r"^\| `([A-Z_]+)` \|", GUIDE, flags=re.MULTILINE))


def test_every_variable_of_the_settings_is_documented_and_no_other():
    assert documented_variables() == VARIABLES


def test_every_command_of_ours_is_documented():
    assert set(re.findall(r"^\| `python manage\.py (\w+)", GUIDE, flags=re.MULTILINE)) >= OURS


def test_compose_gives_only_variables_that_the_settings_read():
    for service in PORTAL:
        assert set(COMPOSE["services"][service]["environment"]) <= VARIABLES


def test_compose_gives_every_variable_the_settings_require():
    required = set(re.findall(r"required\(\s*\"([A-Z_]+)\"", SETTINGS))
    for service in PORTAL:
        assert required <= set(COMPOSE["services"][service]["environment"])


def test_compose_has_the_services_of_the_stack():
    assert set(COMPOSE["services"]) == {*PORTAL, "postgres", "redis", "mail"}


def test_compose_waits_for_the_preparation():
    for service in PORTAL[1:]:
        waits = COMPOSE["services"][service]["depends_on"]
        assert waits["prepare"]["condition"] == "service_completed_successfully"


def commands() -> list[list[str]]:
    """Commands of the portal's containers."""
    web = re.search(r"^CMD (\[.*?\])", DOCKERFILE, flags=re.MULTILINE | re.DOTALL)
    assert web is not None
    found = [yaml.safe_load(web.group(1).replace("\\\n", " "))]
    return found + [COMPOSE["services"][name]["command"] for name in PORTAL if name != "web"]


@pytest.mark.parametrize("command", commands(), ids=lambda command: command[0])
def test_each_container_runs_a_program_that_the_lock_installs(command):
    assert (
        command[0] == "python"
        or shutil.which(f".venv/bin/{command[0]}", path=ROOT)
        or (ROOT / ".venv" / "bin" / command[0]).exists()
    )


def test_containers_run_what_make_run_runs():
    here = run.processes({}, "0.0.0.0", 8000)
    for watched, command in zip(here, (commands()[0], *commands()[2:]), strict=True):
        program = command[command.index("limits_portal") :] if "celery" in command else command[1:]
        options = {part.partition("=")[0] for part in program} - {"--loglevel", "--schedule"}
        assert options <= {part.partition("=")[0] for part in watched.command}
        chosen = {part for part in program if part.startswith(("--queues", "--hostname"))}
        limits = {part for part in program if "time-limit" in part}
        assert chosen | limits <= set(watched.command)


def test_management_commands_of_compose_exist():
    for name in PORTAL:
        command = COMPOSE["services"][name].get("command", [])
        if "manage.py" in command:
            assert command[command.index("manage.py") + 1] in get_commands()


def test_postgres_is_the_major_version_of_the_private_one():
    private = (ROOT / "limits_portal" / "private_servers.py").read_text(encoding="utf-8")
    version = COMPOSE["services"]["postgres"]["image"].partition(":")[2]
    assert f"pginstall{version}" in private


def test_postgres_knows_the_accents_as_the_private_one_does():
    arguments = COMPOSE["services"]["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    assert set(arguments) <= set(private_servers.ACCENTS)


def test_the_image_and_the_set_up_install_the_same_libraries():
    script = (ROOT / "tools" / "setup.sh").read_text(encoding="utf-8")
    packages = set(re.findall(r"\blib[a-z0-9.-]+(?=[ \"\\\n])", DOCKERFILE))
    assert packages == {"libpangoft2-1.0-0", "libharfbuzz-subset0", "libmagic1"}
    assert all(f'"{package}"' in script for package in packages)
    assert all(package in GUIDE for package in packages)


def test_the_image_leaves_secrets_and_data_out():
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".git", ".env", "var", ".venv"} <= set(ignored)


def test_no_secret_is_written_in_the_deployment_files():
    for service in COMPOSE["services"].values():
        for name, value in (service.get("environment") or {}).items():
            if name.endswith(("KEY", "PASSWORD")):
                assert value.startswith("${")
