"""The pages of a data file as they lie on the disk, decrypted one by one from ``FORMAT.md``.

Not through SQLite, which would show rows and no free pages. The AES is that of the library which
SQLCipher brings along; the format (IV and HMAC in the last 80 bytes of a page) is read here anew.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import sqlcipher3._sqlite3 as library

from intake_app.vault.vault import Vault
from tests.core.vault_kit import data_file

PAGE, RESERVED, IV = 4096, 80, 16
SALT = 16
_LOG_HEAD, _FRAME_HEAD = 32, 24

_crypto = ctypes.CDLL(library.__file__)
_crypto.EVP_aes_256_cbc.restype = ctypes.c_void_p
_crypto.EVP_CIPHER_CTX_new.restype = ctypes.c_void_p


def _decrypted(key: bytes, start: bytes, content: bytes) -> bytes:
    context = ctypes.c_void_p(_crypto.EVP_CIPHER_CTX_new())
    out, size = ctypes.create_string_buffer(len(content) + 16), ctypes.c_int()
    cipher = ctypes.c_void_p(_crypto.EVP_aes_256_cbc())
    assert _crypto.EVP_DecryptInit_ex(context, cipher, None, key, start) == 1
    _crypto.EVP_CIPHER_CTX_set_padding(context, 0)
    assert _crypto.EVP_DecryptUpdate(context, out, ctypes.byref(size), content, len(content)) == 1
    _crypto.EVP_CIPHER_CTX_free(context)
    return out.raw[: size.value]


def _plain(page: bytes, key: bytes, *, is_first: bool) -> bytes:
    end = PAGE - RESERVED
    return _decrypted(key, page[end : end + IV], page[SALT if is_first else 0 : end])


def pages_of(vault: Vault) -> Iterator[bytes]:
    """Every page of the data file, used or free, and every frame of the write-ahead log."""
    key, path = vault.keys._opened.vault.data_key, data_file(vault.folder)
    content = path.read_bytes()
    for at in range(0, len(content), PAGE):
        yield _plain(content[at : at + PAGE], key, is_first=at == 0)
    log = path.with_name(path.name + "-wal")
    content = log.read_bytes() if log.exists() else b""
    for at in range(_LOG_HEAD, len(content), _FRAME_HEAD + PAGE):
        number = int.from_bytes(content[at : at + 4], "big")
        frame = content[at + _FRAME_HEAD : at + _FRAME_HEAD + PAGE]
        yield _plain(frame, key, is_first=number == 1)


def pages_with(vault: Vault, *markers: str) -> dict[str, int]:
    """How many pages hold each marker, whatever its case; only those that any page holds."""
    lowered = [page.lower() for page in pages_of(vault)]
    found = {m: sum(m.lower().encode() in page for page in lowered) for m in markers}
    return {marker: count for marker, count in found.items() if count}
