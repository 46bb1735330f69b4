"""Checks of logins: which are accepted."""

import tempfile
from pathlib import Path

import adbc_driver_manager.dbapi as dbapi
from cryptography.hazmat.primitives import serialization as keys
from cryptography.hazmat.primitives.asymmetric import rsa

from .emulated import Emulated, emulated, equal, rows


def check_all(driver: str):
    """Yields each check with its name."""
    key, other_key = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
    with tempfile.TemporaryDirectory() as folder:
        public = Path(folder, "key.pem")
        public.write_bytes(
            key.public_key().public_bytes(keys.Encoding.PEM, keys.PublicFormat.SubjectPublicKeyInfo))
        arguments = ("--password", "right", "--token", "fresh", "--public-key", str(public))
        with emulated(driver, *arguments) as emulator:

            def passwords() -> None:
                _in(emulator, password="right")
                equal(_refused(emulator, password="wrong"), 390100)
                logins = emulator.call("GET", "logins")
                equal([login.get("refused") for login in logins], [None, "390100"])
                assert "wrong" not in str(logins) and "right" not in str(logins), logins

            def key_pairs() -> None:
                _in(emulator, **_jwt(key))
                claims = emulator.call("GET", "logins")[-1]["claims"]
                equal(claims["sub"], "EMULATOR.LOADER")
                equal(_refused(emulator, **_jwt(other_key)), 390144)

            def tokens() -> None:
                for kind in ("auth_oauth", "auth_pat"):
                    _in(emulator, auth_type=kind, **{"client_option.auth_token": "fresh"})
                    equal(_refused(emulator, auth_type=kind, **{"client_option.auth_token": "stale"}), 390303)

            yield "one password alone is let in, and none is kept", passwords
            yield "a JWT has to be signed with the key", key_pairs
            yield "one OAuth or programmatic access token alone is let in", tokens


def _jwt(key: rsa.RSAPrivateKey) -> dict[str, str]:
    pem = key.private_bytes(keys.Encoding.PEM, keys.PrivateFormat.PKCS8, keys.NoEncryption()).decode()
    return {"auth_type": "auth_jwt", "client_option.jwt_private_key_pkcs8_value": pem}


def _in(emulator: Emulated, **options: str) -> None:
    with emulator.connect(**options) as connection:
        equal(rows(connection, "SELECT 1 AS A"), [{"A": 1}])


def _refused(emulator: Emulated, **options: str) -> int | None:
    try:
        _in(emulator, **options)
    except dbapi.Error as error:
        return error.vendor_code
    raise AssertionError("let in")
