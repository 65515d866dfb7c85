#!/usr/bin/env bash
# Starts the AuthHub demo: installs what is missing, builds, runs. Arguments go to the demo, such as --fresh.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

have_postgresql() {
  local folder
  for folder in /usr/lib/postgresql/*/bin ${PATH//:/ }; do
    if [[ -x $folder/initdb && -x $folder/postgres && -x $folder/pg_ctl ]]; then
      return 0
    fi
  done
  return 1
}

have_sodium() {
  ldconfig -p 2>/dev/null | grep -q 'libsodium\.so\.23' || /sbin/ldconfig -p 2>/dev/null | grep -q 'libsodium\.so\.23'
}

# Runs a command as root: directly, or by sudo where that needs no password.
as_root() {
  if [[ $EUID -eq 0 ]]; then
    "$@"
  else
    sudo -n "$@"
  fi
}

install_missing() {
  local missing=()
  have_postgresql || missing+=(postgresql)
  have_sodium || missing+=(libsodium23)
  if [[ ${#missing[@]} -eq 0 ]]; then
    return
  fi

  if ! command -v apt-get >/dev/null; then
    if have_postgresql; then
      say "Going on without libsodium (version 1.0.18 or newer): passwords are hashed with PBKDF2 instead of Argon2id."
      return
    fi
    fail "The demo needs the PostgreSQL server programs (initdb, postgres, pg_ctl) and libsodium 1.0.18 or newer: install them and run this again."
  fi

  if [[ $EUID -ne 0 ]] && ! sudo -n true 2>/dev/null; then
    fail "These packages are missing: ${missing[*]}. Install them (sudo apt-get install --no-install-recommends ${missing[*]}) and run this again."
  fi

  say "Installing: ${missing[*]}"
  if [[ " ${missing[*]} " == *" postgresql "* && ! -e /etc/postgresql-common/createcluster.conf ]]; then
    # The package would start a server of its own, which nobody here needs.
    as_root mkdir -p /etc/postgresql-common
    printf 'create_main_cluster = false\n' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  as_root apt-get update -qq >&2 || say "The package lists could not be renewed; trying with those that are there."
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold "${missing[@]}" >&2 \
    || fail "These packages could not be installed: ${missing[*]}."
}

find_dotnet() {
  if ! command -v dotnet >/dev/null && [[ -x $HOME/.dotnet/dotnet ]]; then
    PATH=$HOME/.dotnet:$PATH
  fi
  if ! command -v dotnet >/dev/null || ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
    fail "The .NET SDK 10 is missing: get it from https://dotnet.microsoft.com/download/dotnet/10.0 and run this again."
  fi
}

build() {
  local log
  log=$(mktemp)
  say "Building (the first time takes a minute or so) ..."
  if ! (cd -- "$root" && dotnet build src/AuthHub.Demo -c Release -v quiet -nologo -p:RunAnalyzers=false) >"$log" 2>&1; then
    cat -- "$log" >&2
    rm -f -- "$log"
    fail "The demo could not be built."
  fi
  rm -f -- "$log"
}

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
install_missing
find_dotnet
build
say "Starting ..."
exec dotnet "$root/src/AuthHub.Demo/bin/Release/net10.0/AuthHub.Demo.dll" "$@"
