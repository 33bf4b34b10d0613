#!/usr/bin/env bash
# The main job on the invented examples: cases, a law's line, a table, a picture. Takes the brightline command as its argument.
set -euo pipefail
cd "$(dirname "$0")/.."
brightline=${1:-brightline}
out=demo-output
mkdir -p "$out"

show() {
  printf '\n\033[1m$ brightline %s\033[0m\n\n' "$*"
  "$brightline" "$@"
}

show assess examples/cases/03-third-party-driver.yaml --under un-palermo --under us-mn-609-321
show assess examples/cases/04-debt-and-passport.yaml
show assess examples/cases/05-minor-without-means.yaml
show line us-la-46-2 --claim third-party-help
show read examples/texts/label-only.txt --html "$out/label-only.html"
show read examples/texts/label-only.txt
show assess examples/cases.csv --under un-palermo --under us-18usc1591 --out "$out/findings.csv" --plot "$out/elements.svg"

printf '\nWritten to %s: findings.csv, elements.svg and label-only.html (open them in a browser).\n' "$out"
printf 'Next: brightline definitions, brightline facts, brightline assess YOUR-FILE, and docs/start.md\n'
