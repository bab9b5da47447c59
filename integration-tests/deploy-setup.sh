#!/usr/bin/env bash
# Installs the tools of the tests of deploy/, under target/deploy/ or as system packages, and builds the image folder.
# Tests install nothing: they skip when a tool is missing. A second run only rebuilds the image folder.
set -euo pipefail
cd "$(dirname "$0")"
helm=v3.19.5
tools=$PWD/target/deploy
mkdir -p "$tools"

# promtool, and a sandbox that works without Docker
packages=()
command -v promtool >/dev/null || packages+=(prometheus)
command -v bwrap >/dev/null || packages+=(bubblewrap)
if ((${#packages[@]} == 0)); then
  echo "promtool, bwrap: installed"
elif command -v apt-get >/dev/null && [[ $(id -u) == 0 ]]; then
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"; } >"$tools/apt.log" 2>&1 &&
    echo "${packages[*]}: installed" || echo "${packages[*]}: skipped, see target/deploy/apt.log" >&2
else
  echo "${packages[*]}: skipped, only root can install packages here" >&2
fi

if [[ $(cat "$tools/helm.version" 2>/dev/null) == "$helm" ]]; then
  echo "helm: installed"
elif command -v go >/dev/null; then
  GOBIN=$tools go install -ldflags=-s "helm.sh/helm/v3/cmd/helm@$helm" >"$tools/helm.log" 2>&1 &&
    echo "$helm" >"$tools/helm.version" && echo "helm: installed" ||
    echo "helm: skipped, see target/deploy/helm.log" >&2
else
  echo "helm: skipped, go is not installed" >&2
fi

if cmp -s src/test/deploy/requirements.txt "$tools/installed.txt"; then
  echo "docker-compose, hadolint, kubernetes-validate: installed"
elif python3 -c 'import venv, ensurepip' 2>/dev/null; then
  python3 -m venv "$tools/python"
  "$tools/python/bin/pip" install --quiet --disable-pip-version-check -r src/test/deploy/requirements.txt
  cp src/test/deploy/requirements.txt "$tools/installed.txt"
  echo "docker-compose, hadolint, kubernetes-validate: installed"
else
  echo "docker-compose, hadolint, kubernetes-validate: skipped, python3 with venv is not installed" >&2
fi

# The folder of the container image. Not built by a test, since a nested build would replace the jars of the outer one.
rm -rf -- "$tools/image"
../deploy/image "$tools/image" && echo "image: built" || { rm -rf -- "$tools/image" && echo "image: skipped" >&2; }
