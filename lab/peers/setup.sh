#!/usr/bin/env bash
# Installs the peers of `./cmaclip bench peers` into a Python environment of their own.
#
#   lab/peers/setup.sh [DIR]     default DIR: lab/peers/target/venv
#
# PYTHON names the interpreter (default: python3; 3.9 or newer). A peer that cannot be installed is named and skipped;
# the benchmark leaves it out. The versions are those that docs/figures.md was measured with.
set -euo pipefail

here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
venv=${1:-$here/target/venv}
peers=(
  numpy==2.4.6
  pillow==13.0.0
  onnx==1.23.2
  onnxruntime==1.32.0
  openvino==2026.4.1
  torch==2.7.1
  confluent-kafka==2.12.2
  fastavro==1.13.1
  orjson==3.13.0
  tokenizers==0.23.3
  quixstreams==3.28.1
)

"${PYTHON:-python3}" -m venv "$venv"
missing=()
for peer in "${peers[@]}"; do
  echo "peers: $peer"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$peer" || missing+=("$peer")
done
((${#missing[@]} == 0)) || echo "peers: skipped, could not be installed: ${missing[*]}" >&2
echo "peers: ready; run ./cmaclip bench peers --python $venv/bin/python"
