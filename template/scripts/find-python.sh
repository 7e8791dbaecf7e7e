# shellcheck shell=sh
# Sets `python` to a Python that is new enough, or to nothing. Sourced by the launchers beside it; POSIX sh only.
# Candidates are run, not only found: a name on PATH may be too old, a broken shim, or a stub that opens a dialog.
unset PYTHONHOME PYTHONPATH 2>/dev/null || :

runs() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' </dev/null >/dev/null 2>&1
}

# macOS: without the command line tools, /usr/bin/python3 only opens a dialog that offers to install them.
dialog=
if [ "$(uname -s 2>/dev/null)" = Darwin ] && ! xcode-select -p >/dev/null 2>&1; then
    dialog=/usr/bin/python3
fi

# Also by a link to it, or as /usr/bin//python3. Of the shells that know no -ef, none is a Mac's sh.
opens_dialog() {
    # shellcheck disable=SC3013
    [ "$1" = "$dialog" ] || [ "$1" -ef "$dialog" ] 2>/dev/null
}

python=
for candidate in "${APP_PYTHON:-}" python3 python3.15 python3.14 python3.13 python3.12 python3.11 python \
    /opt/homebrew/bin/python3 /usr/local/bin/python3 \
    /Library/Frameworks/Python.framework/Versions/Current/bin/python3; do
    [ -n "$candidate" ] || continue
    found=$(command -v "$candidate" 2>/dev/null) || continue
    if ! opens_dialog "$found" && runs "$candidate"; then
        python=$candidate
        break
    fi
done

if [ -z "$python" ]; then
    echo 'FA001 Python 3.11 or newer was not found.' >&2
    echo '  Get it from https://www.python.org/downloads/ and run this again.' >&2
    echo '  Debian, Ubuntu:           sudo apt install python3 python3-venv' >&2
    echo '  macOS:                    brew install python' >&2
    echo '  One that lies elsewhere:  export APP_PYTHON=/path/to/python3' >&2
    exit 3
fi
