"""Passwords and PINs are hashed one after another in each process.

A hash of Argon2 takes 100 MB, which is what makes guessing dear, and computes in eight threads of its own.
Four requests that hash at once in a web worker need four times the memory, and end no sooner than one after
the other on the machines that this runs on.
"""

import threading

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

_turn = threading.BoundedSemaphore(settings.HASHES_AT_ONCE)


class InTurn(Argon2PasswordHasher):
    """Argon2 as Django has it; who comes while another hash is computed waits for it, some 0.1 s each."""

    def encode(self, password: str, salt: str) -> str:
        """The hash of a password."""
        with _turn:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Whether the password is the one of the hash."""
        with _turn:
            return super().verify(password, encoded)
