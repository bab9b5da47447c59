#!/usr/bin/env bash
# Installs Chromium for the tests of the review console. They need Node.js 20 or later, too, which drives it.
set -euo pipefail

# "node" of Debian 12 is too old for Playwright, so an installed one is used.
if ! command -v node >/dev/null || ! node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'; then
  echo "browser: skipped, Node.js 20 or later is not installed" >&2
  exit 1
fi
if [[ ! -x /usr/bin/chromium ]]; then
  if [[ $EUID != 0 ]] || ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } >&2; then
    echo "browser: skipped, Chromium cannot be installed" >&2
    exit 1
  fi
fi
echo "browser: installed"
