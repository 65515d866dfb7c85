#!/usr/bin/env bash
# Starts the AuthHub demo: installs what is missing, builds, runs. Arguments go to the demo, such as --fresh.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

source "$root/deploy/prerequisites.sh"

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

  can_install || fail "These packages are missing: ${missing[*]}. Install them (sudo apt-get install --no-install-recommends ${missing[*]}) and run this again."
  install_packages "${missing[@]}" || fail "These packages could not be installed: ${missing[*]}."
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
