"""An access token says who for ten minutes, and nobody but us can make one."""

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from upstream.infrastructure.access_tokens import AccessTokens, TokenRefused
from upstream.infrastructure.keys import TokenKeys, token_keys

ANNA = uuid4()
SESSION = uuid4()


@pytest.fixture
def keys(tmp_path: Path) -> TokenKeys:
    return token_keys(tmp_path)


@pytest.fixture
def tokens(keys: TokenKeys) -> AccessTokens:
    return AccessTokens(keys)


def claims(**changed: object) -> dict[str, object]:
    now = int(datetime.now(UTC).timestamp())
    plain: dict[str, object] = {
        "iss": "upstream",
        "aud": "upstream-api",
        "iat": now,
        "exp": now + 600,
        "jti": str(uuid4()),
        "sub": str(ANNA),
        "sid": str(SESSION),
    }
    return {k: v for k, v in (plain | changed).items() if v is not None}


def forged(keys: TokenKeys, payload: dict[str, object], **headers: str) -> str:
    head = {"kid": keys.kid, "typ": "at+jwt"} | headers
    return jwt.encode(payload, keys.private, algorithm="EdDSA", headers=head)


@pytest.mark.feature("ID-4")
def test_a_token_says_who_and_in_which_session(tokens: AccessTokens) -> None:
    said = tokens.verified(tokens.issue(ANNA, SESSION, datetime.now(UTC)))

    assert (said.sub, said.sid) == (ANNA, SESSION)
    assert isinstance(said.jti, UUID)


def test_a_token_lives_ten_minutes(tokens: AccessTokens) -> None:
    almost = datetime.now(UTC) - timedelta(minutes=10)
    assert tokens.verified(tokens.issue(ANNA, SESSION, almost)).sub == ANNA

    with pytest.raises(TokenRefused):
        tokens.verified(tokens.issue(ANNA, SESSION, almost - timedelta(seconds=31)))


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "another-api"},
        {"aud": ["upstream-api", "another-api"]},
        {"iss": "somebody"},
        {"exp": None},
        {"iat": None},
        {"jti": None},
        {"sub": None},
        {"sid": None},
        {"sub": "anna"},
        {"iat": 99_999_999_999},
    ],
)
def test_every_claim_has_to_be_there_and_right(
    tokens: AccessTokens, keys: TokenKeys, changed: dict[str, object]
) -> None:
    with pytest.raises(TokenRefused):
        tokens.verified(forged(keys, claims(**changed)))


@pytest.mark.parametrize(
    "headers",
    [
        {"typ": "JWT"},
        {"kid": "unknown"},
        {"kid": "../../etc/passwd"},
        {"jku": "https://evil.example/keys"},
        {"x5u": "https://evil.example/chain"},
        {"jwk": "{}"},
    ],
)
def test_a_token_cannot_bring_its_own_key(
    tokens: AccessTokens, keys: TokenKeys, headers: dict[str, str]
) -> None:
    with pytest.raises(TokenRefused):
        tokens.verified(forged(keys, claims(), **headers))


def test_another_key_signs_nothing(tokens: AccessTokens, keys: TokenKeys) -> None:
    stranger = TokenKeys(kid=keys.kid, private=Ed25519PrivateKey.generate(), public={})
    with pytest.raises(TokenRefused):
        tokens.verified(forged(stranger, claims()))


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_the_algorithm_is_ours_to_choose(
    tokens: AccessTokens, keys: TokenKeys, algorithm: str
) -> None:
    def part(value: dict[str, object]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    head = part({"alg": algorithm, "typ": "at+jwt", "kid": keys.kid})
    secret = keys.public[keys.kid].public_bytes_raw()
    signature = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(
        f"{head}.{part(claims())}".encode(), secret
    )
    tail = base64.urlsafe_b64encode(signature).rstrip(b"=").decode()
    for ending in ("", tail):
        with pytest.raises(TokenRefused):
            tokens.verified(f"{head}.{part(claims())}.{ending}")


@pytest.mark.parametrize("text", ["", "a", "a.b.c", "a.b.c.d", "é.é.é", "x" * 5000])
def test_nonsense_is_refused(tokens: AccessTokens, text: str) -> None:
    with pytest.raises(TokenRefused):
        tokens.verified(text)
