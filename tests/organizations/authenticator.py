"""A security key in software, for tests: it makes credentials and answers challenges as WebAuthn says.

What it should say wrongly is given by name: the origin it saw, the host it is bound to, its counter.
"""

import hashlib
import json
import secrets

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
COSE_EC2, COSE_ES256, COSE_P256 = 2, -7, 1


class Authenticator:
    """One key with one credential."""

    def __init__(self, origin: str, count: int = 0, verifies: bool = True) -> None:
        self.origin, self.count, self.verifies = origin, count, verifies
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = secrets.token_bytes(32)
        self.handle: bytes | None = None

    def make(self, options: dict, **wrong) -> str:
        """Answer ``navigator.credentials.create``."""
        self.handle = base64url_to_bytes(options["user"]["id"])
        host = wrong.pop("host", options["rp"]["id"])
        identity = len(self.credential_id).to_bytes(2, "big") + self.credential_id
        credential = bytes(16) + identity + cbor2.dumps(self._public_key())
        data = self._data(host, ATTESTED) + credential
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        seen = self._client_data("webauthn.create", options, **wrong)
        response = {"attestationObject": attestation, "clientDataJSON": seen}
        return self._answer(response, transports=["usb", "carrier-pigeon"])

    def sign(self, options: dict, **wrong) -> str:
        """Answer ``navigator.credentials.get``; the counter goes up first, unless ``count`` is given."""
        self.count = wrong.pop("count", self.count + 1)
        host = wrong.pop("host", options["rpId"])
        handle = wrong.pop("handle", None)
        data = self._data(host)
        seen = self._client_data(wrong.pop("type", "webauthn.get"), options, **wrong)
        signed = data + hashlib.sha256(seen).digest()
        signature = self.secret.sign(signed, ec.ECDSA(hashes.SHA256()))
        response = {"authenticatorData": data, "clientDataJSON": seen, "signature": signature}
        return self._answer({**response, "userHandle": handle} if handle else response)

    def _data(self, host: str, flags: int = 0) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client_data(
        self, kind: str, options: dict, origin: str = "", challenge: str = "", **more: object
    ) -> bytes:
        seen = {
            "type": kind,
            "challenge": challenge or options["challenge"],
            "origin": origin or self.origin,
            "crossOrigin": False,
            **more,
        }
        return json.dumps(seen).encode()

    def _public_key(self) -> dict[int, int | bytes]:
        point = self.secret.public_key().public_numbers()
        x, y = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
        return {1: COSE_EC2, 3: COSE_ES256, -1: COSE_P256, -2: x, -3: y}

    def _answer(self, response: dict[str, bytes], **more) -> str:
        name = bytes_to_base64url(self.credential_id)
        written = {key: bytes_to_base64url(value) for key, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": {**written, **more}})
