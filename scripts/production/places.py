"""The places of an installation, each in a temporary folder instead."""

import shutil
import socket
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "deploy"
SITE = "oversight.example"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Places:
    """Where each path of an installation lies here, and which ports are used."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="production-"))
        self.root.chmod(0o755)
        names = ("etc", "lib", "cache", "run", "backups", "log", "nginx", "redis", "tls")
        for name in names:
            (self.root / name).mkdir()
        # Longest first: /var/lib/oversight stands in no other one's way.
        self.paths = {
            "/var/lib/oversight": self.root / "lib",
            "/var/cache/oversight": self.root / "cache",
            "/var/backups/oversight": self.root / "backups",
            "/var/log/nginx": self.root / "log",
            "/var/lib/letsencrypt": self.root / "lib",
            "/etc/oversight": self.root / "etc",
            "/opt/oversight": ROOT,
            "/run/oversight": self.root / "run" / "oversight",
        }
        self.postgres, self.redis, self.http, self.https, self.probes = (
            free_port() for _ in range(5)
        )

    def mapped(self, text: str) -> str:
        """A text of deploy/ with the paths of this trial."""
        for path, here in self.paths.items():
            text = text.replace(path, str(here))
        return text

    def remove(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
