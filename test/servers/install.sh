#!/usr/bin/env bash
# Builds the MongoDB servers that tests talk to, outside the repository: needs Java 17 with Maven, and Go 1.24. Does nothing when they are
# there and this folder has not changed. Prints the directory for METERLOG_TEST_PEERS.
set -eu -o pipefail
cd "$(dirname "$0")"
peers=${XDG_CACHE_HOME:-$HOME/.cache}/meterlog-peers
mkdir -p "$peers"

# built NAME FILE…: whether NAME was built from just these files.
built() {
  local name=$1
  shift
  mark=$(cat "$@" | sha256sum | cut -d ' ' -f 1)
  [ "$(cat "$peers/$name/built-from" 2>/dev/null || true)" = "$mark" ]
}

# Into a fresh directory, then swapped in whole: a build that was cut short is not taken for one.
finish() {
  echo "$mark" >"$peers/$1.new/built-from"
  rm -rf "${peers:?}/$1"
  mv "$peers/$1.new" "$peers/$1"
}

if ! built mongo-java-server install.sh mongo-java-server/pom.xml mongo-java-server/Launcher.java; then
  rm -rf "$peers/mongo-java-server.new"
  mvn -q -B -f mongo-java-server/pom.xml dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$peers/mongo-java-server.new" >&2
  javac -cp "$peers/mongo-java-server.new/*" -d "$peers/mongo-java-server.new" mongo-java-server/Launcher.java
  finish mongo-java-server
fi

if ! built ferretdb install.sh ferretdb/go.mod ferretdb/go.sum ferretdb/main.go; then
  rm -rf "$peers/ferretdb.new"
  mkdir "$peers/ferretdb.new"
  (cd ferretdb && CGO_ENABLED=0 GOFLAGS=-mod=readonly go build -buildvcs=false -trimpath -o "$peers/ferretdb.new/ferretdb" .)
  finish ferretdb
fi

echo "$peers"
