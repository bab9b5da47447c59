#!/usr/bin/env bash
# Installs what checks deploy/, under target/deploy/ or as packages of the system, for tests alone.
# Tests never install anything: without a tool they skip. A second run installs nothing again, but builds the image.
set -euo pipefail
cd "$(dirname "$0")"
helm=v3.19.5
tools=$PWD/target/deploy
mkdir -p "$tools"

# promtool and a sandbox without Docker
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
  echo "helm: skipped, there is no go" >&2
fi

if cmp -s src/test/deploy/requirements.txt "$tools/installed.txt"; then
  echo "docker-compose, hadolint, kubernetes-validate: installed"
elif python3 -c 'import venv, ensurepip' 2>/dev/null; then
  python3 -m venv "$tools/python"
  "$tools/python/bin/pip" install --quiet --disable-pip-version-check -r src/test/deploy/requirements.txt
  cp src/test/deploy/requirements.txt "$tools/installed.txt"
  echo "docker-compose, hadolint, kubernetes-validate: installed"
else
  echo "docker-compose, hadolint, kubernetes-validate: skipped, there is no python3 with venv" >&2
fi

# What the container image holds. Made here and not by a test: it builds, and a build in a build would take its jars away.
rm -rf -- "$tools/image"
../deploy/image "$tools/image" && echo "image: built" || { rm -rf -- "$tools/image" && echo "image: skipped" >&2; }
