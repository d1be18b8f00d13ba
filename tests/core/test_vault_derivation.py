"""Known answers of the published standards, so that an update of a library cannot change a key."""

from __future__ import annotations

import itertools

import pytest
from argon2.low_level import Type, core, error_to_str, ffi
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_pwhash_alg,
    crypto_pwhash_ALG_ARGON2ID13,
    crypto_scalarmult,
)
from nacl.signing import SigningKey

from intake_app.vault.derivation import (
    BOUNDS,
    DEFAULT_COST,
    FLOOR_COST,
    KdfCost,
    calibrate,
    hkdf,
    passphrase_key,
)
from tests.core.vault_kit import CHEAP_BOUNDS


def test_argon2id_gives_the_answer_of_rfc_9106() -> None:
    """Section 5.3. It uses a secret and associated data, which only the core function takes."""
    out = ffi.new("uint8_t[]", 32)
    given = [ffi.new("uint8_t[]", bytes([fill]) * length) for fill, length in
             ((1, 32), (2, 16), (3, 8), (4, 12))]  # fmt: skip
    context = ffi.new(
        "argon2_context *",
        {
            "version": 0x13, "out": out, "outlen": 32, "pwd": given[0], "pwdlen": 32,
            "salt": given[1], "saltlen": 16, "secret": given[2], "secretlen": 8,
            "ad": given[3], "adlen": 12, "t_cost": 3, "m_cost": 32, "lanes": 4, "threads": 4,
            "allocate_cbk": ffi.NULL, "free_cbk": ffi.NULL, "flags": 0,
        },
    )  # fmt: skip
    result = core(context, Type.ID.value)
    assert result == 0, error_to_str(result)
    assert bytes(ffi.buffer(out)).hex() == (
        "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    )


def test_our_argon2id_call_agrees_with_another_library() -> None:
    """libsodium knows one lane only; its memory is in bytes."""
    ours = passphrase_key(b"password", b"somesalt" * 2, KdfCost(64, 2, 1), CHEAP_BOUNDS)
    theirs = crypto_pwhash_alg(
        32, b"password", b"somesalt" * 2, 2, 64 * 1024, crypto_pwhash_ALG_ARGON2ID13
    )
    assert ours == theirs


@pytest.mark.parametrize(
    ("key", "salt", "label", "length", "expected"),
    [
        (
            "0b" * 22,
            "000102030405060708090a0b0c",
            "f0f1f2f3f4f5f6f7f8f9",
            42,
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        (
            "0b" * 22,
            "",
            "",
            42,
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        ),
    ],
)
def test_hkdf_gives_the_answers_of_rfc_5869(
    key: str, salt: str, label: str, length: int, expected: str
) -> None:
    made = hkdf(bytes.fromhex(key), bytes.fromhex(label), length, bytes.fromhex(salt))
    assert made.hex() == expected


def test_hkdf_gives_another_key_for_another_label_or_key() -> None:
    keys = {hkdf(key, label) for key in (b"a" * 32, b"b" * 32) for label in (b"x", b"y", b"")}
    assert len(keys) == 6


def test_xchacha20_poly1305_gives_the_answer_of_its_draft() -> None:
    """draft-irtf-cfrg-xchacha-03, appendix A.3.1."""
    text = (
        b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
        b"future, sunscreen would be it."
    )
    aad = bytes.fromhex("50515253c0c1c2c3c4c5c6c7")
    key = bytes(range(0x80, 0xA0))
    nonce = bytes(range(0x40, 0x58))
    expected = bytes.fromhex(
        "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
        "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
        "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
        "21f9664c97637da9768812f615c68b13b52e"
        "c0875924c1c7987947deafd8780acf49"
    )
    assert crypto_aead_xchacha20poly1305_ietf_encrypt(text, aad, nonce, key) == expected
    assert crypto_aead_xchacha20poly1305_ietf_decrypt(expected, aad, nonce, key) == text


@pytest.mark.parametrize(
    ("seed", "public", "message", "signature"),
    [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ],
)
def test_ed25519_gives_the_answers_of_rfc_8032(
    seed: str, public: str, message: str, signature: str
) -> None:
    key = SigningKey(bytes.fromhex(seed))
    assert bytes(key.verify_key).hex() == public
    assert key.sign(bytes.fromhex(message)).signature.hex() == signature


def test_x25519_gives_the_answer_of_rfc_7748() -> None:
    scalar = bytes.fromhex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4")
    point = bytes.fromhex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c")
    assert crypto_scalarmult(scalar, point).hex() == (
        "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"
    )


# ------------------------------------------------------------------------------------- calibration


def measured(seconds: float) -> KdfCost:
    """What calibration chooses on a machine where the floor cost takes so long."""
    ticks = itertools.count(0.0, seconds)
    return calibrate(clock=lambda: next(ticks))


def test_the_program_never_makes_a_slot_that_it_would_not_open() -> None:
    for cost in (DEFAULT_COST, FLOOR_COST, *(measured(s) for s in (1e-9, 0.01, 0.2, 0.5, 30))):
        assert BOUNDS.allow(cost)
        assert cost.memory_kib >= FLOOR_COST.memory_kib
        assert cost.passes >= FLOOR_COST.passes


def test_a_slow_machine_gets_the_floor_and_a_fast_one_more_work() -> None:
    assert measured(2.0) == FLOOR_COST
    slow, fast = measured(0.4), measured(0.02)
    assert slow.memory_kib * slow.passes < fast.memory_kib * fast.passes
    assert fast.memory_kib <= DEFAULT_COST.memory_kib
