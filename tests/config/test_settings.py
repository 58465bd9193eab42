"""What the environment decides, and when the product refuses to start."""

import os
import subprocess
import sys

import pytest

from tests.structure.house import ROOT

REAL = {
    "DEMO": "0",
    "SECRET_KEY": "s" * 60,
    "ALLOWED_HOSTS": "oversight.example",
    "SEALING_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
}
OURS = (*REAL, "VAR_DIR", "PORT", "BASE_URL", "EMBEDDED_DATABASE_FAST", "DJANGO_SETTINGS_MODULE")
SHOW = "from django.conf import settings as s; print(%s)"


def settings_say(expression, var_dir, **environment):
    """Evaluate an expression over the settings in a fresh process."""
    base = {key: value for key, value in os.environ.items() if key not in OURS}
    return subprocess.run(
        [sys.executable, "-c", SHOW % expression],
        cwd=ROOT,
        env=base
        | environment
        | {"VAR_DIR": str(var_dir), "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", [name for name in REAL if name != "DEMO"])
def test_real_use_is_refused_with_a_sentence_when_something_is_missing(name, tmp_path):
    done = settings_say("s.DEBUG", tmp_path, **{k: v for k, v in REAL.items() if k != name})
    assert done.returncode != 0
    assert f"set {name} to" in done.stderr.splitlines()[-1]


def test_real_use_starts_when_everything_is_set(tmp_path):
    done = settings_say("s.DEMO, s.DEBUG, s.BASE_URL, s.SESSION_COOKIE_SECURE", tmp_path, **REAL)
    assert done.stdout.strip() == "False False https://oversight.example True", done.stderr
    assert not list(tmp_path.iterdir())


def test_trying_makes_its_secrets_once_for_its_owner_alone(tmp_path):
    first = settings_say("s.SECRET_KEY, s.SEALING_KEYS", tmp_path)
    second = settings_say("s.SECRET_KEY, s.SEALING_KEYS", tmp_path)
    assert first.stdout == second.stdout != ""
    kept = tmp_path / "secrets.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.json"], "nothing else started"


def test_management_commands_follow_the_mode_of_the_run_beside_them(tmp_path):
    (tmp_path / "mode").write_text("empty\n")
    assert settings_say("s.DEMO", tmp_path).stdout == "False\n"
    (tmp_path / "mode").write_text("demo\n")
    assert settings_say("s.DEMO", tmp_path).stdout == "True\n"


def test_a_broker_that_can_cache_is_the_cache_too(tmp_path):
    redis = settings_say("s.CACHES['default']['LOCATION']", tmp_path, **REAL)
    assert redis.stdout.strip() == REAL["CELERY_BROKER_URL"]
    rabbit = REAL | {"CELERY_BROKER_URL": "amqp://127.0.0.1:1"}
    assert "db.DatabaseCache" in settings_say("s.CACHES", tmp_path, **rabbit).stdout


def test_a_folder_marked_empty_is_no_demonstration_whatever_the_environment_says(tmp_path):
    (tmp_path / "mode").write_text("empty\n")
    assert settings_say("s.DEMO", tmp_path, DEMO="1").stdout.strip() == "False"
