"""The key of a sealed case: chance, kept in a file that a passphrase opens, and written down as a recovery key.

A passphrase becomes a key by Argon2id, which is slow and takes memory, so that guessing is dear; that key opens the
case's own. So another passphrase seals nothing anew. The recovery key is the case's key itself: it opens the case
without any passphrase, and without the key file.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import unicodedata
from dataclasses import dataclass
from typing import Any

from nacl import pwhash
from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.hash import blake2b
from nacl.secret import Aead
from nacl.utils import random

from attune.errors import StoreError

FORMAT = 1
"""Version of the key file. One of a greater version was written by a newer attune and is left alone."""

SHORTEST = 12
"""Letters of a passphrase at least: four short words. Shorter ones are guessed, however slow each guess is made."""

SPOILT = "The key file {where} is not what attune wrote. The recovery key opens the case without it."

MOST = 4 << 30
"""Bytes of memory that a key file may ask for at most; one that asks for more was damaged."""

CHECK = 3
"""Bytes by which a slip in a recovery key is noticed: one in 16 million is not."""

GROUP = 4
"""Letters of a recovery key that are written together."""


@dataclass(frozen=True)
class Cost:
    """What one guess at a passphrase costs: passes over so many bytes of memory, as Argon2id has them."""

    passes: int = pwhash.argon2id.OPSLIMIT_MODERATE
    memory: int = pwhash.argon2id.MEMLIMIT_MODERATE


COST = Cost()
"""Of new passphrases: about a second, and a quarter of a gigabyte, which every machine that watches films has."""


def new() -> bytes:
    """A case's key."""
    return random(Aead.KEY_SIZE)


def derived(key: bytes, purpose: str) -> bytes:
    """A key for one purpose (8 letters), made of a case's key (keyed BLAKE2b, as libsodium's own derivation is)."""
    return bytes(blake2b(b"", 32, key=key, person=b"attune  " + purpose.encode(), encoder=RawEncoder))


def locked(key: bytes, passphrase: str, cost: Cost) -> bytes:
    """A key file that this passphrase opens. Raises StoreError for one that is too short."""
    if len(_plain(passphrase)) < SHORTEST:
        raise StoreError(f"A passphrase needs {SHORTEST} letters or more: four words that nobody else would choose.")
    salt = random(pwhash.argon2id.SALTBYTES)
    sealed = Aead(_of(passphrase, salt, cost)).encrypt(key, _bound(cost, salt))
    told = {
        "format": FORMAT, "made_by": "attune", "passes": cost.passes, "memory": cost.memory, "salt": salt.hex(),
        "key": bytes(sealed).hex(), "check": derived(key, "check").hex(),
    }  # fmt: skip
    return (json.dumps(told, indent=1) + "\n").encode()


def unlocked(file: bytes, passphrase: str, where: str) -> bytes:
    """The key in a key file. Raises StoreError for another passphrase, and for a file that is damaged or newer's."""
    told = _told(file, where)
    try:
        cost, salt, sealed = Cost(told["passes"], told["memory"]), bytes.fromhex(told["salt"]), told["key"]
        if not cost.memory <= MOST:
            raise ValueError(cost)
        opener = Aead(_of(passphrase, salt, cost))
        sealed = bytes.fromhex(sealed)
    except (KeyError, TypeError, ValueError, CryptoError) as why:
        raise StoreError(SPOILT.format(where=where)) from why
    try:
        return opener.decrypt(sealed, _bound(cost, salt))
    except (CryptoError, ValueError) as why:
        raise StoreError("This passphrase does not open the case. Nothing was changed; try again.") from why


def is_for(file: bytes, key: bytes, where: str) -> bool:
    """Whether a key is the one that a key file holds. Raises StoreError for a file that is damaged or newer's."""
    return bool(_told(file, where).get("check") == derived(key, "check").hex())


def written_down(key: bytes) -> str:
    """The recovery key, to be written on paper: letters and digits in groups."""
    text = base64.b32encode(key + _check(key)).decode()
    return "-".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def read_back(text: str) -> bytes | None:
    """The key that a recovery key says; None where the text is none, or has a slip in it."""
    letters = "".join(text.upper().replace("-", "").split())
    try:
        said = base64.b32decode(letters)
    except (binascii.Error, ValueError):
        return None
    key, check = said[: Aead.KEY_SIZE], said[Aead.KEY_SIZE :]
    return key if len(key) == Aead.KEY_SIZE and check == _check(key) else None


def _told(file: bytes, where: str) -> dict[str, Any]:
    try:
        told = json.loads(file)
    except ValueError as why:
        raise StoreError(SPOILT.format(where=where)) from why
    if not isinstance(told, dict) or not isinstance(told.get("format"), int):
        raise StoreError(SPOILT.format(where=where))
    if told["format"] != FORMAT:
        raise StoreError(f"{where} is of another attune (format {told['format']}). It was left as it is.")
    return told


def _plain(passphrase: str) -> str:
    """As it is meant, however a keyboard puts its letters together."""
    return unicodedata.normalize("NFKC", passphrase)


def _of(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    given = _plain(passphrase).encode()
    return bytes(pwhash.argon2id.kdf(Aead.KEY_SIZE, given, salt, cost.passes, cost.memory))


def _bound(cost: Cost, salt: bytes) -> bytes:
    """What the sealed key is bound to: all else that the file says of it."""
    return f"attune {FORMAT} argon2id {cost.passes} {cost.memory} ".encode() + salt


def _check(key: bytes) -> bytes:
    return hashlib.sha256(b"attune recovery " + key).digest()[:CHECK]
