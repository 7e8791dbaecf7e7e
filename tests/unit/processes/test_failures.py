"""What a failed program printed leads to a code, and to what its user can do.

The outputs are those of pip 23 and 26, uv 0.13, npm 11 and `ng serve`, shortened.
"""

from __future__ import annotations

import pytest

from scripts.manage import faults
from scripts.manage.problem import Problem
from scripts.manage.processes import failures
from scripts.manage.processes.children import Finished
from scripts.manage.terminal.messages import manage

NO_NETWORK = {
    "pip, no name server": """\
WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection \
broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f1dca62a750>: \
Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/flask/
ERROR: Could not find a version that satisfies the requirement flask==3.1.3 (from versions: none)
ERROR: No matching distribution found for flask==3.1.3
""",
    "pip, nobody listens": """\
Could not fetch URL http://127.0.0.1:9/simple/flask/: connection error: HTTPConnectionPool(host='127.0.0.1', \
port=9): Max retries exceeded with url: /simple/flask/ (Caused by NewConnectionError('Failed to establish a \
new connection: [Errno 111] Connection refused')) - skipping
ERROR: No matching distribution found for flask
""",
    "uv, no name server": """\
error: Failed to fetch: https://packages.example/simple/flask/
  cause: error sending request for url (https://packages.example/simple/flask/)
  cause: client error (Connect)
  cause: dns error
  cause: error resolving DNS
  cause: failed to lookup address information: Name or service not known
""",
    "uv, nobody listens": """\
error: Failed to fetch: http://127.0.0.1:9/simple/flask/
  cause: error sending request for url (http://127.0.0.1:9/simple/flask/)
  cause: client error (Connect)
  cause: tcp connect error
  cause: Connection refused (os error 111)
""",
    "npm, no name server": """\
npm error code ENOTFOUND
npm error syscall getaddrinfo
npm error errno ENOTFOUND
npm error network request to https://packages.example/leaflet failed, reason: getaddrinfo ENOTFOUND
npm error network This is a problem related to network connectivity.
npm error network In most cases you are behind a proxy or have bad network settings.
npm error network
npm error network If you are behind a proxy, please make sure that the 'proxy' config is set properly.
""",
    "npm, name server silent": "npm error code EAI_AGAIN\nnpm error syscall getaddrinfo\n",
    "npm, nobody listens": """\
npm error code ECONNREFUSED
npm error FetchError: request to http://127.0.0.1:9/leaflet failed, reason: connect ECONNREFUSED 127.0.0.1:9
npm error If you are behind a proxy, please make sure that the 'proxy' config is set properly.
""",
}
INTERCEPTED = {
    "pip": """\
Could not fetch URL https://127.0.0.1:40919/simple/flask/: There was a problem confirming the ssl \
certificate: HTTPSConnectionPool(host='127.0.0.1', port=40919): Max retries exceeded with url: \
/simple/flask/ (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate \
verify failed: unable to get local issuer certificate (_ssl.c:1006)'))) - skipping
ERROR: Could not find a version that satisfies the requirement flask==3.1.3 (from versions: none)
ERROR: No matching distribution found for flask==3.1.3
""",
    "uv": "  cause: client error (Connect)\n  cause: invalid peer certificate: UnknownIssuer\n",
    "npm": """\
npm error code UNABLE_TO_VERIFY_LEAF_SIGNATURE
npm error errno UNABLE_TO_VERIFY_LEAF_SIGNATURE
npm error request to https://127.0.0.1:40919/leaflet failed, reason: unable to verify the first certificate; \
if the root CA is installed locally, try running Node.js with --use-system-ca
""",
    "npm, the whole chain": "npm error code SELF_SIGNED_CERT_IN_CHAIN\n",
    "npm, no chain": "npm error code UNABLE_TO_GET_ISSUER_CERT_LOCALLY\n",
}
PROXY = {
    "pip, refusing": """\
WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection \
broken by 'ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy \
Authentication Required'))': /simple/flask/
ERROR: No matching distribution found for flask==3.1.3
""",
    "pip, gone": """\
WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection \
broken by 'ProxyError('Cannot connect to proxy.', NewConnectionError('Failed to establish a new connection: \
[Errno 111] Connection refused'))': /simple/flask/
ERROR: No matching distribution found for flask==3.1.3
""",
    "uv, refusing": "  cause: client error (Connect)\n  cause: tunnel error: proxy authorization required\n",
    "uv, gone": """\
  cause: client error (Connect)
  cause: tunnel error: failed to create underlying connection
  cause: tcp connect error
  cause: Connection refused (os error 111)
""",
    "npm, refusing": "npm error code E407\nnpm error 407 Proxy Authentication Required - GET https://packages.example\n",
}
SLOW = {
    "pip": """\
WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection \
broken by 'ReadTimeoutError("HTTPConnectionPool(host='127.0.0.1', port=39311): Read timed out. (read \
timeout=2.0)")': /simple/flask/
ERROR: No matching distribution found for flask==3.1.3
""",
    "pip, in the middle": "pip._vendor.urllib3.exceptions.ReadTimeoutError: … Read timed out.\n",
    "uv": "error: Failed to fetch: http://127.0.0.1:39311/simple/\n  cause: operation timed out\n",
    "npm": "npm error code FETCH_ERROR\nnpm error network timeout at: http://127.0.0.1:39311/leaflet\n",
    "npm, cut off": "npm error code ECONNRESET\nnpm error network read ECONNRESET\n",
    "npm, no answer": "npm error code ETIMEDOUT\nnpm error syscall connect\n",
}
FULL = {
    "pip": "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n",
    "uv": """\
error: Failed to install: pydantic_core-2.50.4-cp311-cp311-manylinux2014_x86_64.whl (pydantic-core==2.50.4)
  cause: Failed to copy to `venv/lib/python3.11/site-packages/pydantic_core/_pydantic_core.so`
  cause: failed to copy file from /tmp/.tmpaj02CB to venv/.tmpA3Z5ms: No space left on device (os error 28)
""",
    "npm": """\
npm error code ENOSPC
npm error syscall write
npm error errno ENOSPC
npm error nospc ENOSPC: no space left on device, write
npm error nospc There appears to be insufficient space on your system to finish.
""",
    "Windows": "OSError: [WinError 112] There is not enough space on the disk\n",
    "a student's share": "OSError: [Errno 122] Disk quota exceeded: 'flask/app.py'\n",
}
HELD = {
    "pip on Windows": """\
ERROR: Could not install packages due to an OSError: [WinError 32] The process cannot access the file \
because it is being used by another process: 'C:\\\\app\\\\backend\\\\venv\\\\brotli.pyd'
Check the permissions.
""",
    "pip on a Korean Windows": "OSError: [WinError 5] 액세스가 거부되었습니다: 'flask.exe'\n",
    "pip": "ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: '/app'\n",
    "uv": "  cause: failed to remove file `flask.exe`: The process cannot access the file (os error 32)\n",
    "npm": "npm error code EACCES\nnpm error syscall mkdir\nnpm error path /app/frontend/node_modules\n",
    "npm on Windows": "npm error code EPERM\nnpm error syscall unlink\nnpm error errno -4048\n",
    "npm, busy": "npm error code EBUSY\nnpm error syscall rename\n",
}
WATCHES = {
    "ng serve": "Error: ENOSPC: System limit for number of file watchers reached, watch '/app'\n",
    "Flask": "OSError: [Errno 28] inotify watch limit reached\n",
}
OUT_OF_STEP = {
    "npm": """\
npm error code EUSAGE
npm error
npm error `npm ci` can only install packages when your package.json and package-lock.json or \
npm-shrinkwrap.json are in sync. Please update your lock file with `npm install` before continuing.
npm error
npm error Missing: leaflet@1.9.4 from lock file
""",
}
OUTPUTS = {
    "FA049": OUT_OF_STEP,
    "FA060": FULL,
    "FA067": WATCHES,
    "FA069": HELD,
    "FA100": NO_NETWORK,
    "FA101": INTERCEPTED,
    "FA102": PROXY,
    "FA103": SLOW,
}
# What a user has to read there.
HELPS = {
    "FA049": "npm install",
    "FA060": "Free about 1 GB",
    "FA067": "max_user_watches",
    "FA069": "End what uses",
    "FA100": "offline kit",
    "FA101": "PIP_CERT and NODE_EXTRA_CA_CERTS",
    "FA102": "HTTPS_PROXY",
    "FA103": "try again",
}
UNKNOWN = {
    "a mistake of the owner's": "SyntaxError: invalid syntax",
    "another error of Windows": "OSError: [WinError 53] The network path was not found",
    "a size": "Downloading flask-3.1.3-py3-none-any.whl (407 kB)\nERROR: flask is yanked",
    "a name that does not exist": "ERROR: No matching distribution found for flaks",
    "a lock file out of step": "npm error code EUSAGE\nnpm error `npm ci` can only install packages when …",
}
NOT_READY = {
    "pip, no file": "ERROR: No matching distribution found for granian",
    "pip, no compiler": "ERROR: Failed building wheel for pydantic-core",
    "uv, no file": "error: No solution found when resolving dependencies",
    "uv, no wheel": "And because granian==2.7.0 has no wheels with a matching Python ABI tag (e.g., `cp316`)",
}


@pytest.fixture(autouse=True)
def a_known_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever Python runs these tests, packages are ready for it."""
    monkeypatch.setattr(failures, "NEWEST", (3, 99))


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        pytest.param(code, printed, id=f"{code}, {program}")
        for code, outputs in OUTPUTS.items()
        for program, printed in outputs.items()
    ],
)
def test_what_programs_print_leads_to_the_cause_and_to_what_helps(code: str, printed: str) -> None:
    cause = failures.cause(["Collecting flask", *printed.splitlines()])
    assert cause and cause.fault.code == code
    assert HELPS[code] in " ".join(Problem(faults.NPM_FAILED, cause=cause.fault).remedy)


def test_every_cause_is_printed_by_a_program_here() -> None:
    assert {cause.fault.code for cause in failures.CAUSES} == OUTPUTS.keys() == HELPS.keys()
    assert {fault.code for fault in failures.NETWORK} <= OUTPUTS.keys()


@pytest.mark.parametrize("printed", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_an_unknown_failure_gets_no_cause_rather_than_a_wrong_one(printed: str) -> None:
    assert failures.cause(printed.splitlines()) is None


@pytest.mark.parametrize("printed", NOT_READY.values(), ids=NOT_READY.keys())
def test_a_package_that_is_missing_for_a_new_python_is_told_as_such(
    printed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert failures.cause(printed.splitlines()) is None
    monkeypatch.setattr(failures, "NEWEST", (3, 10))
    cause = failures.cause(printed.splitlines())
    assert cause and cause.fault.code == "FA003"
    assert "APP_PYTHON" in " ".join(Problem(faults.NPM_FAILED, cause=cause.fault).remedy)


def test_the_network_counts_before_a_new_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a network, pip also says that no distribution matches."""
    monkeypatch.setattr(failures, "NEWEST", (3, 10))
    cause = failures.cause(NO_NETWORK["pip, no name server"].splitlines())
    assert cause and cause.fault.code == "FA100"


def test_a_known_failure_has_the_code_of_its_cause() -> None:
    finished = Finished(1, NO_NETWORK["npm, no name server"].splitlines())
    problem = failures.problem(faults.NPM_FAILED, "npm ci", finished)
    assert problem.code == "FA100"
    assert problem.why == ("Most likely there is no network.\n`npm ci` ended with code 1. Its last lines:")
    assert problem.output == finished.tail
    assert [*problem.remedy] == [
        "Connect this machine to the network, or use an offline kit",
        manage("setup"),
    ]


def test_what_tells_the_cause_is_shown_though_help_was_printed_after_it() -> None:
    """npm 11 with a lock file that is out of step."""
    reason = "npm error `npm ci` can only install packages when your package.json and package-lock.json or "
    reason += (
        "npm-shrinkwrap.json are in sync. Please update your lock file with `npm install` before continuing."
    )
    help_ = ["npm error Clean install a project", *(f"npm error [--option-{number}]" for number in range(25))]
    problem = failures.problem(
        faults.NPM_FAILED, "npm ci", Finished(1, ["npm error code EUSAGE", reason, *help_])
    )
    assert problem.code == "FA049"
    assert problem.output[0] == reason
    assert problem.remedy[0] == manage("npm install")
    assert len(problem.output) <= failures.SHOWN_LINES


def test_an_unknown_failure_keeps_its_own_code() -> None:
    finished = Finished(7, [f"line {number}" for number in range(30)])
    problem = failures.problem(faults.PACKAGES_FAILED, "pip install x", finished, name="pip")
    assert problem.code == "FA030"
    assert problem.why == "`pip install x` ended with code 7. Its last lines:"
    assert problem.output == finished.tail[-failures.SHOWN_LINES :]
    assert problem.remedy == ["Fix what the last lines tell; then", manage("setup")]
