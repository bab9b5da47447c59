#!/usr/bin/env bash
# Copies Kafka Connect and Debezium's connectors for PostgreSQL (about 70 MB, from Maven's repositories) into
# .cmaclip/connect, for `cmaclip demo catalogue` and its test. Arguments are passed to Maven, for example -o.
set -euo pipefail
here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
target=$here/../../.cmaclip/connect
made=$target.$$
trap 'rm -rf -- "$made"' EXIT
if ! compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
  echo "PostgreSQL is missing: apt-get install postgresql" >&2
fi
for part in worker plugins/source plugins/sink; do
  "${CMACLIP_MAVEN:-mvn}" -B -ntp -q "$@" -f "$here/${part#plugins/}/pom.xml" dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory="$made/$part"
done
rm -rf -- "$target"
mv -- "$made" "$target"
printf 'installed %s jars in %s\n' "$(find "$target" -name '*.jar' | wc -l)" "$(cd "$target" && pwd)"
