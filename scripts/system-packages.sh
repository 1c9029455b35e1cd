#!/bin/sh
# Installs the Debian packages that are missing: `run` for the product, `test` for the tests too,
# `bench` for the rivals of the search.
# Without root and without sudo it says what is missing, and goes on.
set -eu

needed="python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core"
[ "${1:-run}" = test ] && needed="$needed libatomic1 poppler-utils qpdf"
[ "${1:-run}" = bench ] && needed="$needed postgresql postgresql-15-postgis-3 postgresql-15-postgis-3-scripts"

command -v dpkg-query >/dev/null || exit 0
missing=""
for package in $needed; do
    status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
    [ "$status" = "install ok installed" ] || missing="$missing $package"
done
# A Python that was not installed by Debian brings its own venv.
if python3 -c "import ensurepip" 2>/dev/null; then
    missing=$(echo "$missing" | sed 's/ python3-venv//')
fi
# Chromium without windows takes half the time; not every release of Debian has it apart.
browser=""
if [ "${1:-run}" = test ]; then
    command -v chromium-headless-shell >/dev/null || browser="chromium-headless-shell"
fi
[ -z "$missing$browser" ] && exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root="sudo"
else
    command -v chromium >/dev/null && browser=""
    [ -z "$missing$browser" ] || echo "Please install (as root): apt-get install$missing $browser" >&2
    exit 0
fi
install() {
    echo "Installing $*"
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
$as_root apt-get update -qq
[ -z "$missing" ] || install $missing
[ -z "$browser" ] || install "$browser" || command -v chromium >/dev/null || install chromium
