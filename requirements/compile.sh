#!/bin/sh
# The hashed lists anew, from pyproject.toml and the *.in files here. Needs uv.
set -eu
cd "$(dirname "$0")"

compile() {
  list=$1
  shift
  uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
    --no-annotate --custom-compile-command requirements/compile.sh "$@" -o "$list.lock"
}

compile runtime ../pyproject.toml
compile test ../pyproject.toml --group ../pyproject.toml:test -c runtime.lock
compile check --group ../pyproject.toml:check -c test.lock
compile build build.in
compile assets --no-deps assets.in
