"""Access tokens: short-lived signed claims (RFC 9068), checked without asking anybody."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

import jwt
import msgspec

from upstream.infrastructure.keys import TokenKeys

ALGORITHM: Final = "EdDSA"
"""Fixed here and never read from a token (RFC 8725 §3.1)."""
TYPE: Final = "at+jwt"
ISSUER: Final = "upstream"
AUDIENCE: Final = "upstream-api"
LIFETIME: Final = timedelta(minutes=10)
LEEWAY: Final = timedelta(seconds=30)
CHARACTERS_MAX: Final = 4096

_HEADERS: Final = {"alg": ALGORITHM, "typ": TYPE}
_REQUIRED: Final = ["iss", "aud", "exp", "iat", "jti", "sub", "sid"]


class TokenRefused(Exception):
    """Not a token of ours, or no longer one. Why is nobody's business."""


class Claims(msgspec.Struct, frozen=True, kw_only=True):
    """What an access token says: who, in which session, until when (Unix seconds)."""

    sub: UUID
    sid: UUID
    jti: UUID
    exp: int


class AccessTokens:
    """Issues and checks; the keys may be several, the newest signs."""

    def __init__(self, keys: TokenKeys) -> None:
        self._keys = keys

    def issue(self, person_id: UUID, session_id: UUID, now: datetime) -> str:
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "iat": int(now.timestamp()),
            "exp": int((now + LIFETIME).timestamp()),
            "jti": str(uuid4()),
            "sub": str(person_id),
            "sid": str(session_id),
        }
        headers = {"kid": self._keys.kid, "typ": TYPE}
        return jwt.encode(claims, self._keys.private, algorithm=ALGORITHM, headers=headers)

    def verified(self, token: str) -> Claims:
        """Raises TokenRefused."""
        if len(token) > CHARACTERS_MAX:
            raise TokenRefused
        try:
            header = jwt.get_unverified_header(token)
            kid = header.pop("kid", None)
            # Anything else in the header (jku, x5u, jwk, crit …) is a way to bring one's own key.
            if header != _HEADERS or kid not in self._keys.public:
                raise TokenRefused
            claims = jwt.decode(
                token,
                self._keys.public[kid],
                algorithms=[ALGORITHM],
                issuer=ISSUER,
                audience=AUDIENCE,
                leeway=LEEWAY,
                options={"require": _REQUIRED, "strict_aud": True},
            )
            return msgspec.convert(claims, Claims)
        except (jwt.InvalidTokenError, msgspec.ValidationError, ValueError) as refused:
            raise TokenRefused from refused
