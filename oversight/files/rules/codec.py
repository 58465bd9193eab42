"""How bytes are sealed on disk: chunks of AES-256-GCM that can be written and read one by one.

A stream is a header (MAGIC, 16 random bytes) and chunks of 64 KiB, each with its tag. The key of a
stream comes from the file's own key and the random bytes, so that no nonce is used twice. The number
of a chunk is its nonce, and whether it is the last is authenticated: what was cut short, put in another
order or changed does not open.
"""

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"SEALED1\n"
SALT = 16
HEADER = len(MAGIC) + SALT
CHUNK = 64 * 1024
TAG = 16


def stream_key(data_key: bytes, header: bytes) -> AESGCM:
    """The key of one stream of a file; ValueError when this is no such stream."""
    if len(header) != HEADER or not header.startswith(MAGIC):
        raise ValueError("not a sealed stream")
    salt = header[len(MAGIC) :]
    key = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"oversight.files 1")
    return AESGCM(key.derive(data_key))


def seal_chunk(key: AESGCM, number: int, last: bool, plain: bytes) -> bytes:
    return key.encrypt(number.to_bytes(12, "big"), plain, b"last" if last else b"more")


def open_chunk(key: AESGCM, number: int, last: bool, sealed: bytes) -> bytes:
    """The plain chunk; InvalidTag when anything about it was changed."""
    return key.decrypt(number.to_bytes(12, "big"), sealed, b"last" if last else b"more")
