#!/usr/bin/env bash
# Places the benchmark's fixtures into a copy of the built site, as an author would:
#   measure.mjs --site postil=dist --prepare benches/prepare.sh
#
# Each fixture has a bibliography of its own, and all are measured on one site, so each copied post names
# its own: `bibliography: NAME.bib`, one line more than the fixture has. `postil index` then does what it does
# for any site; it tells the page which post has which bibliography, so that it is asked for at once.
set -euo pipefail

: "${SITE_DIR:?}" "${FIXTURES_DIR:?}" "${FIXTURES:?}"
SITE_DIR=$(realpath "$SITE_DIR")
FIXTURES_DIR=$(realpath "$FIXTURES_DIR")
cd "$(dirname "$0")/.."
if [[ -L $SITE_DIR/posts ]]; then
  echo "the site was written by trunk serve, its posts are links: build it with cargo xtask build" >&2
  exit 1
fi

IFS=, read -ra names <<< "$FIXTURES"
for name in "${names[@]}"; do
  sed "1a bibliography: $name.bib" "$FIXTURES_DIR/$name.md" > "$SITE_DIR/posts/$name.md"
  cp "$FIXTURES_DIR/$name.bib" "$SITE_DIR/posts/$name.bib"
done
# A site named raw… has no written pages: its posts are made of their files in the browser.
pages=
[[ ${SITE_NAME:-} == raw* ]] && pages=--no-pages
cargo run --quiet --bin postil -- index ${pages:+"$pages"} "$SITE_DIR"
