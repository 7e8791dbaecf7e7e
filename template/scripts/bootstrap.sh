#!/bin/sh
# macOS, Linux: finds a Python that is new enough and hands everything over to manage.py setup.
unset CDPATH

# The folder of this file, also where it was called by a link.
self=$0
case $self in
    */*) ;;
    *) if [ -f "./$self" ]; then self=./$self; else self=$(command -v "$self"); fi ;;
esac
while [ -L "$self" ]; do
    link=$(readlink -- "$self") || break
    case $link in
        /*) self=$link ;;
        *) self=${self%/*}/$link ;;
    esac
done
here=$(cd -P -- "${self%/*}/" && pwd) || exit 3

# shellcheck source=find-python.sh
. "$here/find-python.sh"
exec "$python" -X utf8 "$here/../manage.py" setup "$@"
