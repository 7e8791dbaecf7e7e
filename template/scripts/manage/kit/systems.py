"""The systems that a kit can be for, and how pip and npm are told about them."""

from __future__ import annotations

import platform
import re
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..project import NEWEST, OLDEST

# What this project's Node needs: glibc 2.28 on Linux, macOS 13.5. Wheels for older systems run there too.
GLIBC = ("manylinux_2_28", "manylinux_2_24", "manylinux_2_17", "manylinux2014")
MACOS = "macosx_13_0"


@dataclass(frozen=True)
class System:
    """A system by its name, as it is typed after --for.

    `platforms` are the tags of wheels that run there, the best first; `markers` is what requirements ask
    about it ("; sys_platform == …"); `npm` are the options that make npm install for it.
    """

    name: str
    platforms: tuple[str, ...]
    markers: Mapping[str, str]
    npm: tuple[str, ...]


def _linux(word: str, machine: str) -> System:
    return System(
        f"linux-{word}",
        tuple(f"{tag}_{machine}" for tag in GLIBC),
        _markers("posix", "linux", "Linux", machine),
        ("--os=linux", f"--cpu={word}", "--libc=glibc"),
    )


def _windows(word: str, machine: str) -> System:
    return System(
        f"windows-{word}",
        (f"win_{machine.lower()}",),
        _markers("nt", "win32", "Windows", machine),
        ("--os=win32", f"--cpu={word}"),
    )


def _macos(word: str, machine: str) -> System:
    return System(
        f"macos-{word}",
        (f"{MACOS}_{machine}",),
        _markers("posix", "darwin", "Darwin", machine),
        ("--os=darwin", f"--cpu={word}"),
    )


def _markers(os_name: str, sys_platform: str, platform_system: str, machine: str) -> dict[str, str]:
    return {
        "os_name": os_name,
        "sys_platform": sys_platform,
        "platform_system": platform_system,
        "platform_machine": machine,
        "platform_release": "",
        "platform_version": "",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }


SYSTEMS = {
    system.name: system
    for system in (
        _windows("x64", "AMD64"),
        _windows("arm64", "ARM64"),
        _macos("arm64", "arm64"),
        _macos("x64", "x86_64"),
        _linux("x64", "x86_64"),
        _linux("arm64", "aarch64"),
    )
}
# The Pythons that all packages of constraints.txt are ready for.
PYTHONS = tuple(f"3.{minor}" for minor in range(OLDEST[1], NEWEST[1] + 1))


@dataclass(frozen=True)
class Order:
    """What its maker wants: a kit for each system with each Python.

    Where `all_or_nothing` is false, a combination that a package is not ready for is left out.
    """

    systems: Sequence[System]
    pythons: Sequence[str]
    all_or_nothing: bool


def markers(system: System, python: str) -> dict[str, str]:
    """Everything that a requirement's marker may ask about a system and a Python (PEP 508)."""
    # Markers on the third number are about packages that an early 3.x still needs: those are in, then.
    full = f"{python}.0"
    versions = {"python_version": python, "python_full_version": full, "implementation_version": full}
    return {**system.markers, **versions}


def of_this_machine() -> str:
    """The name of the system that this Python is for; one that SYSTEMS does not know where no kit can be."""
    # Not platform.machine(): under an emulation, that is the processor and not what packages must be for.
    system, _, rest = sysconfig.get_platform().partition("-")
    machine = platform.machine() if rest.endswith("universal2") else rest.rpartition("-")[2]
    system = {"win": "windows", "macosx": "macos"}.get(system, system)
    machine = {"amd64": "x64", "x86_64": "x64", "aarch64": "arm64"}.get(machine, machine)
    other_libc = system == "linux" and platform.libc_ver()[0] != "glibc"
    return f"{system}-{machine}{'-musl' if other_libc else ''}"


def of_this_python() -> str:
    """The Python that runs this, as packages see it: "3.13"; "3.13t" or "pypy3.11" are others."""
    threads = "t" if sysconfig.get_config_var("Py_GIL_DISABLED") else ""
    kind = "" if sys.implementation.name == "cpython" else sys.implementation.name
    return f"{kind}{sys.version_info[0]}.{sys.version_info[1]}{threads}"


def is_python(word: str) -> bool:
    """Whether a word names a Python that this project runs on."""
    match = re.fullmatch(r"(\d+)\.(\d+)", word)
    return match is not None and (int(match[1]), int(match[2])) >= OLDEST
