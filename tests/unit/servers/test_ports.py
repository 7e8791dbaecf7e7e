"""Ports: what is busy on either loopback is not free, and the next free one is found."""

from __future__ import annotations

import errno
import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from harness.machine import has_ipv6
from scripts.manage.problem import Problem
from scripts.manage.servers import ports

LOOPBACKS = [
    pytest.param("127.0.0.1", id="ipv4"),
    pytest.param("::1", id="ipv6", marks=pytest.mark.skipif(not has_ipv6(), reason="no IPv6 here")),
]


@contextmanager
def listening(address: str, port: int = 0) -> Iterator[int]:
    """A server on one loopback only; gives its port."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as server:
        server.bind((address, port))
        server.listen()
        yield server.getsockname()[1]


@contextmanager
def bound(address: str) -> Iterator[int]:
    """A port that is taken, though nobody answers there."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.bind((address, 0))
        yield server.getsockname()[1]


def free() -> int:
    """A port that is free, and outside the range from which systems give ports to whoever asks for any."""
    for port in random.sample(range(20000, 30000), 50):
        try:
            with listening("127.0.0.1", port):
                return port
        except OSError:
            continue
    raise AssertionError("no free port was found")


@pytest.mark.parametrize("address", LOOPBACKS)
def test_a_port_on_which_somebody_listens_is_busy(address: str) -> None:
    with listening(address) as port:
        assert not ports.is_free(port)


def test_a_port_that_is_bound_but_silent_is_busy() -> None:
    with bound("127.0.0.1") as port:
        assert not ports.is_free(port)


def test_a_port_is_free_again_when_its_server_ends() -> None:
    with socket.create_server(("127.0.0.1", free())) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as client:
            # The side that closes first keeps the connection for a minute (TIME_WAIT).
            server.accept()[0].close()
            assert client.recv(1) == b""
    assert ports.is_free(port)


def test_a_port_that_is_busy_on_every_address_is_busy_there_too() -> None:
    with listening("0.0.0.0") as port:
        assert not ports.is_free(port, "0.0.0.0")


def test_the_wanted_port_is_given_where_it_is_free() -> None:
    wanted = free()
    assert ports.free_port(wanted) == wanted


@pytest.mark.parametrize("address", LOOPBACKS)
def test_the_next_port_is_given_where_the_wanted_one_is_busy(address: str) -> None:
    with listening(address, free()) as busy:
        chosen = ports.free_port(busy)
        assert busy < chosen < busy + ports.TRIES
        assert ports.is_free(chosen)


def test_the_other_sides_port_is_never_given() -> None:
    wanted = free()
    assert ports.free_port(wanted, taken=frozenset({wanted})) > wanted


def test_no_port_beyond_the_last_is_tried() -> None:
    with pytest.raises(Problem) as raised:
        ports.free_port(65535, taken=frozenset({65535}))
    assert raised.value.code == "FA050"


def test_all_ports_busy_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "TRIES", 1)
    with listening("127.0.0.1") as busy, pytest.raises(Problem) as raised:
        ports.free_port(busy)
    assert str(busy) in raised.value.what


def test_a_machine_without_ipv6_has_free_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = free()
    real = socket.socket

    def without_ipv6(family: int = socket.AF_INET, *words: int) -> socket.socket:
        if family == socket.AF_INET6:
            raise OSError(errno.EAFNOSUPPORT, "Address family not supported by protocol")
        return real(family, *words)

    monkeypatch.setattr(socket, "socket", without_ipv6)
    assert ports.is_free(wanted)
