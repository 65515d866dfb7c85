# What deploy/demo.sh and tests/run.sh need of a machine. Sourced by them; they define say and fail.

have_postgresql() {
  local folder
  for folder in /usr/lib/postgresql/*/bin ${PATH//:/ }; do
    if [[ -x $folder/initdb && -x $folder/postgres && -x $folder/pg_ctl ]]; then
      return 0
    fi
  done
  return 1
}

# The output is read whole: a pipe that grep leaves early would count as a failure.
have_sodium() {
  [[ $(ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null || true) == *libsodium.so.23* ]]
}

# Runs a command as root: directly, or by sudo where that needs no password.
as_root() {
  if [[ $EUID -eq 0 ]]; then
    "$@"
  else
    sudo -n "$@"
  fi
}

can_install() {
  command -v apt-get >/dev/null && { [[ $EUID -eq 0 ]] || sudo -n true 2>/dev/null; }
}

# Installs Debian packages by name; false when that did not work.
install_packages() {
  local log status=0
  say "Installing: $*"
  if [[ " $* " == *" postgresql "* && ! -e /etc/postgresql-common/createcluster.conf ]]; then
    # The package would start a server of its own, which nobody here needs.
    as_root mkdir -p /etc/postgresql-common
    printf 'create_main_cluster = false\n' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  log=$(mktemp)
  as_root apt-get update -qq >"$log" 2>&1 || say "The package lists could not be renewed; trying with those that are there."
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold "$@" >"$log" 2>&1 || status=$?
  if [[ $status -ne 0 ]]; then
    say "$(tail -n 20 -- "$log")"
  fi
  rm -f -- "$log"
  return "$status"
}

find_dotnet() {
  if ! command -v dotnet >/dev/null && [[ -x $HOME/.dotnet/dotnet ]]; then
    PATH=$HOME/.dotnet:$PATH
  fi
  if ! command -v dotnet >/dev/null || [[ $'\n'$(dotnet --list-sdks 2>/dev/null || true) != *$'\n10.'* ]]; then
    fail "The .NET SDK 10 is missing: get it from https://dotnet.microsoft.com/download/dotnet/10.0 and run this again."
  fi
}
