#!/usr/bin/env bash
# Installs Confluent's JavaScript and Python clients under target/ for the interop tests.
# Tests install nothing: they skip when a client is missing. A second run changes nothing.
set -euo pipefail
cd "$(dirname "$0")"

if command -v npm >/dev/null; then
  mkdir -p target/js
  if ! cmp -s src/test/js/package-lock.json target/js/installed-lock.json; then
    cp src/test/js/package.json src/test/js/package-lock.json target/js/
    npm ci --prefix target/js --ignore-scripts --no-audit --no-fund --loglevel=error
    cp src/test/js/package-lock.json target/js/installed-lock.json
  fi
  echo "JavaScript client: installed"
else
  echo "JavaScript client: skipped, npm is not installed" >&2
fi

if python3 -c 'import venv, ensurepip' 2>/dev/null; then
  if ! cmp -s src/test/python/requirements.txt target/python/installed.txt; then
    python3 -m venv target/python
    target/python/bin/pip install --quiet --disable-pip-version-check -r src/test/python/requirements.txt
    cp src/test/python/requirements.txt target/python/installed.txt
  fi
  echo "Python client: installed"
else
  echo "Python client: skipped, python3 with venv is not installed" >&2
fi
