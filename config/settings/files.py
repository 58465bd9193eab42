"""Files that people send: where they lie, how large they may be, and what scans them."""

from pathlib import Path

from config.settings.environment import VAR_DIR, env

# Encrypted before they touch the disk. Every web process and worker must see the same folder.
FILES_DIR = Path(env.str("FILES_DIR", default=str(VAR_DIR / "files")))
FILE_MAX_MB = env.int("FILE_MAX_MB", default=25)
FILES_PER_REPORT = env.int("FILES_PER_REPORT", default=10)
FILES_PER_REPORT_MB = env.int("FILES_PER_REPORT_MB", default=100)
# Beyond this a picture is taken for an attempt to exhaust memory. Phones make up to 64.
FILE_MAX_MEGAPIXELS = env.int("FILE_MAX_MEGAPIXELS", default=65)
# `/run/clamav/clamd.ctl` or `host:port`; without it nothing is scanned, and every page says so.
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="")

# Nothing takes a file unless its view puts a handler of its own in place before the body is read.
FILE_UPLOAD_HANDLERS = ["oversight.files.adapters.NoFiles"]
