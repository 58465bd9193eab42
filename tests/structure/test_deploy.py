"""The files of deploy/ fit each other, the settings, and systemd."""

import re
import shutil
import subprocess

import pytest

from tests.structure.house import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
# Made by systemd for its services, or by operating systems.
NOT_CHOSEN = {"PROMETHEUS_MULTIPROC_DIR", "DJANGO_SETTINGS_MODULE"}


def test_systemd_has_nothing_to_say_about_the_units(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not on this machine")
    # It looks whether the programs are there: any will do.
    for unit in UNITS:
        text = re.sub(r"/opt/oversight/\.venv/bin/\w+", "/bin/true", unit.read_text())
        (tmp_path / unit.name).write_text(text.replace("/opt/oversight", "/"))
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_name_files_and_pages_that_exist(unit):
    text = unit.read_text()
    for path in re.findall(r"file:///opt/oversight/(\S+)", text):
        assert (ROOT / path).is_file(), path
    for path in re.findall(r"\bdeploy/[\w./-]+", text):
        assert (ROOT / path).is_file(), path


@pytest.mark.parametrize(
    "unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name
)
def test_services_keep_no_right_and_write_only_their_folders(unit):
    lines = unit.read_text().splitlines()
    for line in ("User=oversight", "NoNewPrivileges=yes", "ProtectSystem=strict", "LimitCORE=0"):
        assert line in lines, line
    assert "CapabilityBoundingSet=" in lines


def test_the_owner_s_password_is_read_by_the_migration_alone():
    readers = [unit.name for unit in UNITS if "/etc/oversight/owner" in unit.read_text()]
    assert readers == ["oversight-migrate.service"]


def test_every_variable_the_settings_read_is_in_the_example():
    code = "".join(path.read_text() for path in (ROOT / "config" / "settings").glob("*.py"))
    code += (DEPLOY / "gunicorn.conf.py").read_text()
    read = set(re.findall(r"(?:env(?:\.\w+)?|environ\.get)\(\s*\"([A-Z][A-Z0-9_]+)\"", code))
    example = (DEPLOY / "environment.example").read_text()
    told = set(re.findall(r"^(?:# )?([A-Z][A-Z0-9_]+)=", example, flags=re.MULTILINE))
    systemd_makes = {"RUNTIME_DIRECTORY"}
    assert read - told - NOT_CHOSEN - systemd_makes == set()


def test_nginx_writes_down_no_visitor():
    text = (DEPLOY / "nginx" / "oversight.conf").read_text()
    servers = text.count("\nserver {")
    assert servers == 4
    assert text.count("    access_log off;") == servers
    assert len(re.findall(r"error_log \S+ emerg;", text)) == servers
