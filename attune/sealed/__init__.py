"""A case kept sealed at rest: nothing of it is on the disk but sealed bytes, and it is read in memory.

chunks.py  one file: sealed in chunks, read from any place on
keys.py    passphrase, recovery key, and the key that they lead to
vault.py   a folder of sealed files, opened
change.py  sealing a folder, unsealing it, another passphrase

All cryptography is libsodium's, through PyNaCl: Argon2id, XChaCha20-Poly1305, BLAKE2b. docs/formats.md has the format.
"""
