"""How gunicorn serves the site: `gunicorn --config deploy/gunicorn.conf.py config.wsgi`.

Under systemd the socket comes from oversight-web.socket and `bind` is not looked at.
"""

import os
from pathlib import Path

from prometheus_client import multiprocess

bind = os.environ.get("WEB_BIND", "unix:/run/oversight/web.sock")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
# The code is loaded once and shared; an upgrade restarts, and the socket keeps visitors waiting meanwhile.
preload_app = True
# A worker is replaced now and then, so that memory it does not give back does not add up.
max_requests = 20_000
max_requests_jitter = 2_000
# nginx waits 60 seconds for an answer; a photo over a bad line takes its time before that.
timeout = 60
graceful_timeout = 25
keepalive = 75
# Workers show here that they live: never on a disk that may stall.
worker_tmp_dir = os.environ.get("RUNTIME_DIRECTORY", "/dev/shm").split(":")[0]  # noqa: S108
control_socket_disable = True

# No access log: the application writes one line a request, without addresses. What gunicorn itself has
# to say goes through the same form, which leaves out values (config/logs.py).
accesslog = None
loglevel = "info"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"level": "INFO", "handlers": ["console"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["console"], "propagate": False},
        # With a `logconfig_dict` gunicorn writes these lines although `accesslog` is None.
        "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
    },
}


def on_starting(server):
    """What earlier processes counted is over."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for left in Path(folder).glob("*.db"):
            left.unlink()


def child_exit(server, worker):
    """Its counts stay, its momentary values go."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.mark_process_dead(worker.pid)
