"""Windows' Job Objects: all processes of a job end together, also when the job's owner is killed.

https://learn.microsoft.com/windows/win32/procthread/job-objects
"""

from __future__ import annotations

import ctypes
import subprocess
import sys
from ctypes import wintypes

assert sys.platform == "win32"

# For subprocess.Popen: the program is made, and does not run before `add` lets it. What it starts, as a
# venv's python.exe starts the Python behind it, is in its job from the beginning then.
# https://learn.microsoft.com/windows/win32/procthread/process-creation-flags
SUSPENDED = 0x4
SILENT_BREAKAWAY_OK = 0x1000
KILL_ON_JOB_CLOSE = 0x2000
EXTENDED_LIMIT_INFORMATION = 9


class BasicLimits(ctypes.Structure):
    _fields_ = [
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", wintypes.DWORD),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", wintypes.DWORD),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", wintypes.DWORD),
        ("SchedulingClass", wintypes.DWORD),
    ]


class ExtendedLimits(ctypes.Structure):
    _fields_ = [
        ("BasicLimitInformation", BasicLimits),
        ("IoCounters", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    ]


def _kernel() -> ctypes.WinDLL:
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.CreateJobObjectW.argtypes = [ctypes.c_void_p, wintypes.LPCWSTR]
    kernel.SetInformationJobObject.argtypes = [
        wintypes.HANDLE,
        ctypes.c_int,
        ctypes.c_void_p,
        wintypes.DWORD,
    ]
    kernel.AssignProcessToJobObject.argtypes = [wintypes.HANDLE, wintypes.HANDLE]
    kernel.TerminateJobObject.argtypes = [wintypes.HANDLE, wintypes.UINT]
    return kernel


def _resume(handle: int) -> None:
    """Let a suspended process run. Raises OSError where it cannot.

    subprocess has closed the handle of the thread, which ResumeThread would need. This one takes the
    process; it is as old as Windows XP, and debuggers and psutil call it.
    """
    resume = ctypes.WinDLL("ntdll").NtResumeProcess
    resume.argtypes = [wintypes.HANDLE]
    status = resume(handle)
    if status < 0:
        raise OSError(f"NtResumeProcess: 0x{status & 0xFFFFFFFF:08X}")


class JobObject:
    """A job that kills its processes when its last handle closes, so also when this program dies."""

    def __init__(self, *, with_children: bool = True) -> None:
        """`with_children`: whether what its processes start belongs to it too.

        Raises OSError where Windows gives no job.
        """
        self._kernel = _kernel()
        self._handle = self._kernel.CreateJobObjectW(None, None)
        limits = ExtendedLimits()
        limits.BasicLimitInformation.LimitFlags = KILL_ON_JOB_CLOSE
        if not with_children:
            limits.BasicLimitInformation.LimitFlags |= SILENT_BREAKAWAY_OK
        done = self._kernel.SetInformationJobObject(
            self._handle, EXTENDED_LIMIT_INFORMATION, ctypes.byref(limits), ctypes.sizeof(limits)
        )
        if not self._handle or not done:
            raise ctypes.WinError(ctypes.get_last_error())

    def add(self, process: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
        """Put a program into the job that was started with SUSPENDED, and let it run.

        Raises OSError where that cannot be done; the program has ended then.
        """
        # subprocess keeps the handle there, and offers no other way to it.
        handle = int(vars(process)["_handle"])
        try:
            if not self._kernel.AssignProcessToJobObject(self._handle, handle):
                raise ctypes.WinError(ctypes.get_last_error())
            _resume(handle)
        except BaseException:
            # It would wait for ever.
            process.kill()
            raise

    def terminate(self) -> None:
        """End every process of the job at once."""
        self._kernel.TerminateJobObject(self._handle, 1)
