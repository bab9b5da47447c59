#!/usr/bin/env bash
# Prepares a container engine and the images of the container tests. Tests install nothing: without
# target/docker/env, which this script writes only when everything works, they skip.
#
#   docker-setup.sh        uses the running engine, or starts one from Debian's packages; prints one line when it skips
#   docker-setup.sh image  builds the image of deploy/Dockerfile from the folder that deploy-setup.sh has made, or, without
#                          that folder or with "image sources", from the sources
#   docker-setup.sh count  says how many tests used a container since the first form; fails if the engine ran and none did
#   docker-setup.sh stop   stops the engine that the first form has started
#
# Images come from their registry. Where the registry is unreachable, an engine started by this script gets stand-ins
# with the same names, made from Debian packages and Maven Central. A second run only makes what is missing.
set -euo pipefail
cd "$(dirname "$0")"
sources=$PWD/src/test/docker
work=$PWD/target/docker
log=$work/setup.log
images=(apache/kafka:4.3.1 apicurio/apicurio-registry:3.0.9 ubuntu:24.04 maven:3.9.11-eclipse-temurin-17-noble)

if [[ ${1:-} == image || ${1:-} == count ]]; then
  [[ -f $work/env ]] || exit 0
  # shellcheck disable=SC1091
  . "$work/env"
fi
if [[ ${1:-} == image ]]; then
  started=$SECONDS image=$(sed -n 's/^    image: \(cma-clip-kafka:.*\)/\1/p' ../deploy/compose.yaml | head -n 1)
  from=sources
  build=("$CMACLIP_DOCKER" build -t "$image" -f)
  if [[ -f target/deploy/image/bom.json && ${2:-} != sources ]]; then
    from=target/deploy/image
    # The Dockerfile on standard input, since the .dockerignore file beside it is for the sources.
    build+=(- --build-arg VARIANT=folder "$from")
  else
    build+=(../deploy/Dockerfile ..)
  fi
  for attempt in 1 2; do # A download may fail once.
    if "${build[@]}" <../deploy/Dockerfile >"$work/build.log" 2>&1; then
      printf 'docker: %s built from %s, %d s, %s MB\n' "$image" "$from" $((SECONDS - started)) \
        "$("$CMACLIP_DOCKER" image inspect -f '{{.Size}}' "$image" | sed 's/......$//')"
      exit 0
    fi
  done
  tail -n 40 "$work/build.log" >&2
  printf 'docker: deploy/Dockerfile does not build, see %s\n' "$work/build.log" >&2
  exit 1
fi
if [[ ${1:-} == count ]]; then
  ran=$(cat "$work/ran.txt" 2>/dev/null | wc -l)
  ((ran > 0)) || { echo "docker: the engine runs, but no test used a container" >&2 && exit 1; }
  printf 'docker: %d tests used a container (%s)\n' "$ran" \
    "$(cut -d' ' -f1 "$work/ran.txt" | sort | uniq -c | sed 's/^ *//' | paste -sd, | sed 's/,/, /g')"
  exit 0
fi
if [[ ${1:-} == stop ]]; then
  if [[ -s $work/docker.pid ]] && pid=$(cat "$work/docker.pid") && [[ $(cat "/proc/$pid/comm" 2>/dev/null) == dockerd ]]; then
    kill "$pid"
    if timeout 90 tail --pid="$pid" -f /dev/null; then
      echo "docker: engine stopped"
    else
      kill -KILL "$pid"
      echo "docker: engine did not stop within 90 s, killed" >&2
    fi
  fi
  rm -f "$work/env"
  exit 0
fi

mkdir -p "$work"
rm -f "$work/env" "$work/ran.txt"
: >"$log"
skip() {
  printf 'docker: skipped, %s\n' "$*" >&2
  exit 0
}
# Runs a step with its output in the log; skips everything when it fails. Functions run this way do not stop at errors by
# themselves, so their commands are chained.
step() {
  local name=$1 started=$SECONDS
  shift
  "$@" >>"$log" 2>&1 || skip "$name failed, see $log"
  printf 'docker: %s, %d s\n' "$name" $((SECONDS - started))
}
# A download may fail once.
retry() { "$@" || { sleep 5 && "$@"; }; }
has() { "$docker" image inspect "$1" >/dev/null 2>&1; }

# ---- Engine

ours=no
docker=$(command -v docker || true)
if [[ -z $docker ]] || ! timeout 20 "$docker" info >/dev/null 2>&1; then
  ours=yes
  [[ $(uname -m) == x86_64 || $(uname -m) == aarch64 ]] || skip "no engine is running, and $(uname -m) is not supported"
  [[ $(id -u) == 0 ]] || skip "no engine is running, and only root can start one"
  docker=/usr/bin/docker # the client of docker.io has BuildKit built in; other clients need a plugin
  export DOCKER_HOST=unix://$work/docker.sock
  if ! timeout 20 "$docker" info >/dev/null 2>&1; then
    ! pgrep -x dockerd >/dev/null || skip "another engine is running, and two engines would share its bridge"
    if [[ ! -x $docker ]] || ! command -v dockerd >/dev/null || ! command -v debootstrap >/dev/null; then
      command -v apt-get >/dev/null || skip "no engine is running, and apt-get is not installed"
      install_packages() {
        apt-get update -qq &&
          DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends docker.io debootstrap
      }
      step "packages" retry install_packages
    fi
    start_engine() {
      local descriptor engine attempt
      ( # The engine outlives this script, so it must not keep inherited files and locks open.
        for descriptor in "/proc/$BASHPID/fd"/*; do
          descriptor=${descriptor##*/}
          ((descriptor < 3)) || eval "exec $descriptor>&-"
        done
        exec setsid dockerd --data-root "$work/data" --exec-root "$work/exec" --pidfile "$work/docker.pid" \
          -H "$DOCKER_HOST" >"$work/dockerd.log" 2>&1 </dev/null
      ) &
      engine=$!
      for attempt in {1..60}; do
        sleep 0.5
        "$docker" info >/dev/null 2>&1 && return
        kill -0 "$engine" 2>/dev/null || break
      done
      cat "$work/dockerd.log"
      return 1
    }
    step "engine" start_engine
    [[ $("$docker" info -f '{{.Driver}}') == overlay* ]] || skip "the file system below $work has no overlays"
    free=$(df --output=avail -BM "$work" | tail -n 1 | tr -dc 0-9)
    ((free >= 6000)) || skip "$work has less than 6 GB left"
  fi
fi
export DOCKER_BUILDKIT=1

# ---- Images

reachable=unknown
pull() {
  [[ $reachable != no ]] || return 1
  if timeout 300 "$docker" pull --quiet "$1" >>"$log" 2>&1; then
    reachable=yes
  else
    [[ $reachable == yes ]] || reachable=no
    return 1
  fi
}

base_image() {
  local mirror
  mirror=$(apt-get indextargets --format '$(SITE)' | grep -v security | head -n 1) # the Debian mirror of this machine
  # debootstrap leaves /proc mounted when a program reads the folder meanwhile.
  rm -rf --one-file-system "$work/rootfs"
  debootstrap --variant=minbase --include=ca-certificates,openjdk-17-jre-headless bookworm "$work/rootfs" "$mirror" &&
    { umount -l "$work/rootfs/proc" 2>/dev/null || true; } &&
    rm -rf "$work"/rootfs/var/cache/apt/archives/*.deb "$work"/rootfs/var/lib/apt/lists/* &&
    tar -C "$work/rootfs" --one-file-system -c . | "$docker" import - jre17:local &&
    rm -rf --one-file-system "$work/rootfs"
}
# Copies GROUP:ARTIFACT:VERSION:TYPE:CLASSIFIER into a folder. Version 2.10 of the plugin reads no POM of the artifact;
# a parent of Apicurio's POM is not on Central.
artifact() {
  mvn -B -ntp -q org.apache.maven.plugins:maven-dependency-plugin:2.10:copy -Dartifact="$1" -DoutputDirectory="$2"
}
stand_in() {
  local image=$1 folder context
  if [[ $image == ubuntu:* ]]; then # the base image without Java
    "$docker" run --rm jre17:local tar -C / -c --exclude=./proc --exclude=./sys --exclude=./dev --exclude=./usr/lib/jvm \
      --exclude=./usr/share/doc --exclude=./usr/share/locale --exclude=./usr/share/man . | "$docker" import - "$image"
    return
  fi
  case $image in
    apache/*) folder=kafka ;;
    apicurio/*) folder=apicurio ;;
    maven:*) folder=maven ;;
  esac
  context=$work/$folder
  rm -rf "$context"
  cp -R "$sources/$folder" "$context"
  case $folder in
    kafka)
      mvn -B -ntp -q -f "$context/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
        -DincludeScope=runtime -DoutputDirectory="$context/libs" || return
      ;;
    apicurio) artifact io.apicurio:apicurio-registry-app:3.0.9:tar.gz:all "$context" || return ;;
    maven)
      cp /usr/local/share/ca-certificates/*.crt "$context/" 2>/dev/null || : >"$context/none.crt"
      artifact org.apache.maven:apache-maven:3.9.11:tar.gz:bin "$context" || return
      ;;
  esac
  "$docker" build -t "$image" "$context"
}
for image in "${images[@]}"; do
  if ! has "$image" && ! pull "$image"; then
    [[ $ours == yes ]] || skip "image $image cannot be pulled"
    has jre17:local || step "base image" retry base_image
    step "stand-in for $image" retry stand_in "$image"
  fi
done

# ---- Check

smoke() {
  "$docker" run --rm --network bridge --entrypoint java "${images[0]}" -version &&
    timeout 60 "$docker" run --rm "${images[3]}" bash -c 'exec 3<>/dev/tcp/repo.maven.apache.org/443'
}
step "container with network" smoke
{
  if [[ $ours == yes ]]; then
    echo "export DOCKER_HOST=$DOCKER_HOST"
    # Testcontainers would start helper images, which cannot be pulled.
    echo "export TESTCONTAINERS_RYUK_DISABLED=true"
    echo "export TESTCONTAINERS_HOST_OVERRIDE=localhost"
  fi
  echo "export CMACLIP_DOCKER=$docker DOCKER_BUILDKIT=1"
} >"$work/env.new"
mv "$work/env.new" "$work/env"
echo "docker: ready, settings in $work/env"
