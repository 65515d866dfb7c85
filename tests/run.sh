#!/usr/bin/env bash
# Runs all tests: installs what they need, builds once, runs one project after the other.
# The last line is always "N passed, N failed, N skipped". A name as argument runs only the projects that contain it.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
results=$(mktemp -d)
passed=0 failed=0 skipped=0
trap 'rm -rf -- "$results"' EXIT

say() { printf '%s\n' "$*"; }

finish() {
  say "$passed passed, $failed failed, $skipped skipped"
  if [[ $failed -gt 0 || $((passed + skipped)) -eq 0 || ${broken:-0} -gt 0 ]]; then
    exit 1
  fi
  exit 0
}

# Says what is wrong and ends as a failed run does, with the line of counts.
fail() {
  say "$*"
  broken=1
  finish
}

source "$root/deploy/prerequisites.sh"

install_missing() {
  local missing=()
  have_postgresql || missing+=(postgresql)
  have_sodium || missing+=(libsodium23)
  command -v chromium >/dev/null || missing+=(chromium)
  [[ -e /usr/lib/apache2/modules/mod_auth_openidc.so ]] || missing+=(apache2-bin libapache2-mod-auth-openidc)
  /usr/bin/python3 -c 'import authlib, requests' 2>/dev/null || missing+=(python3-authlib python3-requests)
  if compgen -G "$root/tests/*/package.json" >/dev/null && ! command -v npm >/dev/null; then
    missing+=(nodejs npm)
  fi
  if [[ ${#missing[@]} -eq 0 ]]; then
    return
  fi

  if ! can_install; then
    say "Missing, and not installable from here: ${missing[*]}. Tests that need them will fail or be skipped."
    return
  fi

  install_packages "${missing[@]}" || say "Not everything could be installed; tests that need it will fail or be skipped."
}

install_npm_packages() {
  local list folder
  for list in "$root"/tests/*/package-lock.json; do
    [[ -e $list ]] || continue
    folder=$(dirname -- "$list")
    if [[ $folder/node_modules/.package-lock.json -nt $list ]]; then
      continue
    fi
    say "npm packages of $(basename -- "$folder") ..."
    (cd -- "$folder" && npm ci --silent --no-audit --no-fund) || say "The npm packages of $(basename -- "$folder") could not be installed."
  done
}

build() {
  say "Restoring and building ..."
  local started=$SECONDS
  if ! dotnet build "$root/AuthHub.sln" -c Debug -v quiet -nologo >"$results/build.log" 2>&1; then
    grep -E '(error|warning) ' -- "$results/build.log" | sort -u | head -n 50 || tail -n 50 -- "$results/build.log"
    fail "The build failed."
  fi
  say "Built in $((SECONDS - started)) s"
}

# Value of one attribute of the <Counters> line of a TRX report; 0 where there is none.
count() {
  local value
  value=$(grep -o -m 1 '<Counters [^>]*>' -- "$1" | grep -o " $2=\"[0-9]*\"" | grep -o '[0-9]*' || true)
  printf '%s' "${value:-0}"
}

run_project() {
  local project=$1 name started report log total ok bad
  name=$(basename -- "$project" .csproj)
  report=$results/$name.trx
  log=$results/$name.log
  started=$SECONDS
  local status=0
  dotnet test "$project" -c Debug --no-build --nologo -v quiet --logger "trx;LogFileName=$report" --logger "console;verbosity=normal" >"$log" 2>&1 || status=$?

  total=0 ok=0 bad=0
  if [[ -s $report ]]; then
    total=$(count "$report" total)
    ok=$(count "$report" passed)
    bad=$(count "$report" failed)
    bad=$((bad + $(count "$report" error) + $(count "$report" timeout) + $(count "$report" aborted)))
  fi
  # A project that broke without a failed test of its own still failed; one without any test yet did not.
  if [[ $status -ne 0 && $bad -eq 0 ]]; then
    bad=1
    total=$((total + 1))
  fi
  passed=$((passed + ok))
  failed=$((failed + bad))
  skipped=$((skipped + total - ok - bad))
  printf '%-28s %4d passed %4d failed %4d skipped %5d s\n' "$name" "$ok" "$bad" "$((total - ok - bad))" "$((SECONDS - started))"
  if [[ $bad -gt 0 ]]; then
    printf '\n== %s\n' "$name" >>"$results/failures"
    show_failures "$log" >>"$results/failures"
  fi
}

# The failed tests with their messages out of a log; its end where there are none.
show_failures() {
  if grep -qE '^  (Failed|Error) |\[FAIL\]' -- "$1"; then
    awk '/^  (Passed|Skipped) /{show=0} /^  Failed /{show=1} /^(Test Run|Total tests|     (Passed|Failed|Skipped):)/{show=0} show' "$1" | head -n 400
  else
    tail -n 60 -- "$1"
  fi
}

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
cd -- "$root"
install_missing
find_dotnet
install_npm_packages
build
for project in tests/*.Tests/*.csproj; do
  if [[ -z ${1:-} || $project == *"$1"* ]]; then
    run_project "$project"
  fi
done
if [[ -s $results/failures ]]; then
  cat -- "$results/failures"
  say ""
fi
finish
