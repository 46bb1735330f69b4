"""Sessions: logins, tokens and connections."""

import itertools
import secrets
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from fakesnow.fakes import FakeSnowflakeConnection
from fakesnow.instance import FakeSnow

from .database import add_functions
from .versions import Version


class Refused(Exception):
    """A refused login or token, with Snowflake's code."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass
class Session:
    """A session and its DuckDB connection, which runs one statement at a time."""

    id: int
    user: str
    token: str
    master_token: str
    connection: FakeSnowflakeConnection
    #: Session parameters, such as TIMEZONE.
    settings: dict[str, str]
    lock: threading.Lock = field(default_factory=threading.Lock)
    #: Whether a driver opened the session, rather than a control endpoint.
    logged_in: bool = False
    #: Versions of the tables changed by the open transaction.
    open_versions: list[Version] = field(default_factory=list)

    def close(self) -> None:
        """Interrupts the running statement and closes the connection."""
        self.connection._duck_conn.interrupt()
        with self.lock:
            self.connection.close()


class Gate:
    """Decides which logins are accepted."""

    def __init__(self, password: str | None, token: str | None, public_key: Path | None) -> None:
        self._password = password
        self._token = token
        self._key = load_pem_public_key(public_key.read_bytes()) if public_key else None

    def check(self, data: dict[str, Any]) -> dict[str, Any]:
        """Accepts or refuses a login; returns its details without secrets."""
        kind = (data.get("AUTHENTICATOR") or "SNOWFLAKE").upper()
        known = {
            "user": data.get("LOGIN_NAME"), "authenticator": kind, "driver": data.get("CLIENT_APP_ID"),
            "application": (data.get("CLIENT_ENVIRONMENT") or {}).get("APPLICATION"),
            "parameters": data.get("SESSION_PARAMETERS") or {},
        }
        if kind == "SNOWFLAKE_JWT":
            known["claims"] = self._claims(data.get("TOKEN") or "")
        elif kind in ("OAUTH", "PROGRAMMATIC_ACCESS_TOKEN"):
            if self._token is not None and data.get("TOKEN") != self._token:
                raise Refused("390303", "Invalid OAuth access token.")
        elif self._password is not None and data.get("PASSWORD") != self._password:
            raise Refused("390100", "Incorrect username or password was specified.")
        return known

    def _claims(self, token: str) -> dict[str, Any]:
        try:
            if self._key is None:
                return jwt.decode(token, options={"verify_signature": False})
            return jwt.decode(token, self._key, algorithms=["RS256"], options={"verify_aud": False})
        except jwt.InvalidTokenError as error:
            raise Refused("390144", "JWT token is invalid.") from error


class Sessions:
    """The open sessions, by token."""

    def __init__(self, instance: FakeSnow, gate: Gate, timezone: str) -> None:
        self._instance = instance
        self._gate = gate
        self._timezone = timezone
        self._lock = threading.Lock()
        self._by_token: dict[str, Session] = {}
        self._expired: set[str] = set()
        self._ids = itertools.count(1)
        #: Details of the most recent logins, including refused ones.
        self.logins: list[dict[str, Any]] = []
        #: The peak number of driver sessions.
        self.peak = 0

    def log_in(
        self, data: dict[str, Any], database: str | None, schema: str | None, warehouse: str | None, role: str | None
    ) -> Session:
        """Opens a session.

        Raises Refused.
        """
        place = {"database": database, "schema": schema, "warehouse": warehouse, "role": role}
        known: dict[str, Any] = {"user": data.get("LOGIN_NAME")}
        try:
            known = self._gate.check(data)
        except Refused as refused:
            known["refused"] = refused.code
            raise
        finally:
            with self._lock:
                self.logins = [*self.logins[-999:], known | place]
        parameters = {key.upper(): str(value) for key, value in known["parameters"].items()}
        session = self.open(str(known["user"]), database, schema, parameters)
        session.logged_in = True
        self.peak = max(self.peak, sum(other.logged_in for other in self.all()))
        return session

    def open(self, user: str, database: str | None, schema: str | None, parameters: dict[str, str]) -> Session:
        """Opens a session without a login."""
        settings = {"TIMEZONE": self._timezone} | parameters
        with self._lock:
            connection = self._instance.connect(
                database, schema, autocommit=parameters.get("AUTOCOMMIT", "true").lower() == "true")
            add_functions(connection._duck_conn)
            zone = settings["TIMEZONE"].replace("'", "")
            connection._duck_conn.execute(f"SET TimeZone = '{zone}'")
            session = Session(next(self._ids), user, secrets.token_urlsafe(32), secrets.token_urlsafe(32), connection,
                              settings)
            self._by_token[session.token] = session
        return session

    def find(self, token: str) -> Session:
        """Finds the session of a token.

        Raises Refused: 390112 if the token has expired, 390104 if it is unknown.
        """
        with self._lock:
            if session := self._by_token.get(token):
                return session
            if token in self._expired:
                raise Refused("390112", "Your session has expired. Please login again.")
        raise Refused("390104", "User must login again to access the service.")

    def expire(self, session: Session) -> None:
        """Makes the session's token expire; its master token can be exchanged for a new one."""
        with self._lock:
            self._by_token.pop(session.token, None)
            self._expired.add(session.token)
            self._by_token[session.master_token] = session

    def renew(self, master_token: str) -> Session:
        """Gives the session of a master token new tokens.

        Raises Refused.
        """
        with self._lock:
            session = self._by_token.pop(master_token, None)
            if session is None:
                raise Refused("390114", "Authentication token has expired. The user must authenticate again.")
            session.token, session.master_token = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
            self._by_token[session.token] = session
        return session

    def close(self, session: Session) -> None:
        """Closes a session."""
        with self._lock:
            self._by_token.pop(session.token, None)
            self._by_token.pop(session.master_token, None)
        session.close()

    def all(self) -> list[Session]:
        """The open sessions."""
        with self._lock:
            return list({session.id: session for session in self._by_token.values()}.values())
