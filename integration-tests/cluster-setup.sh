#!/usr/bin/env bash
# Builds a Kubernetes API server, etcd and kubectl from the Go module proxy into target/cluster/, and copies the custom
# resource definitions that the chart uses. ApiServerTest skips without them. A second run only builds what has changed.
set -euo pipefail
cd "$(dirname "$0")"
cluster=$PWD/target/cluster
keda=github.com/kedacore/keda/v2@v2.21.0
prometheus=github.com/prometheus-operator/prometheus-operator@v0.93.0
mkdir -p "$cluster/crds"

if ! command -v go >/dev/null; then
  echo "cluster: skipped, go is not installed" >&2
  exit 0
fi
folder() { # of a module
  GOFLAGS=-mod=mod go mod download -json "$1" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p'
}
resources=$(folder "$keda")/config/crd/bases
cp "$resources"/keda.sh_{scaledobjects,triggerauthentications,clustertriggerauthentications}.yaml "$cluster/crds/"
resources=$(folder "$prometheus")/example/prometheus-operator-crd
cp "$resources"/monitoring.coreos.com_{servicemonitors,prometheusrules}.yaml "$cluster/crds/"
chmod -R u+w "$cluster/crds"

started=$SECONDS
version=$(sed -n 's/^\tk8s.io\/kubernetes \(v[0-9.]*\).*/\1/p' src/test/cluster/go.mod)
package=k8s.io/component-base/version # by default the server reports v0.0.0, which Helm takes for too old
for program in go.etcd.io/etcd/server/v3 k8s.io/kubernetes/cmd/kube-apiserver k8s.io/kubernetes/cmd/kubectl; do
  name=${program##*/}
  [[ $name != v3 ]] || name=etcd
  (cd src/test/cluster && go build -o "$cluster/$name" \
    -ldflags "-s -w -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=$(cut -d. -f2 <<<"$version")" \
    "$program")
done
printf 'cluster: Kubernetes %s built, %d s\n' "$version" $((SECONDS - started))
