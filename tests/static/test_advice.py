"""What a failed program said leads to what its user can do."""

from __future__ import annotations

import pytest

from scripts.manage import advice


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("npm error request failed, reason: getaddrinfo ENOTFOUND", "network"),
        ("NewConnectionError: Failed to establish a new connection: [Errno -3] Temporary failure", "network"),
        ("npm error code EAI_AGAIN", "network"),
        ("npm error code ETIMEDOUT", "slow"),
        ("pip._vendor.urllib3.exceptions.ReadTimeoutError: Read timed out.", "slow"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get issuer", "PIP_CERT"),
        ("npm error code SELF_SIGNED_CERT_IN_CHAIN", "NODE_EXTRA_CA_CERTS"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "2 GB"),
        ("npm error code ENOSPC", "2 GB"),
        ("[WinError 32] The process cannot access the file", "End what uses"),
        ("npm error code EPERM", "End what uses"),
        ("ERROR: No matching distribution found for granian", "3.11"),
    ],
)
def test_a_known_failure_is_advised_on(said: str, word: str) -> None:
    (sentence,) = advice.on(["Collecting flask", said])
    assert word in sentence


def test_an_unknown_failure_gets_no_advice_rather_than_a_wrong_one() -> None:
    assert advice.on(["SyntaxError: invalid syntax", "WinError 53 something else"]) == []


def test_what_stands_behind_a_failure_counts_before_its_consequence() -> None:
    said = [
        "Could not fetch URL: CERTIFICATE_VERIFY_FAILED",
        "ERROR: No matching distribution found for flask",
    ]
    (sentence,) = advice.on(said)
    assert "PIP_CERT" in sentence
