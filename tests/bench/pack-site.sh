#!/usr/bin/env bash
# Packs the built site and this folder's bench pages for a machine with a GPU that can only serve files.
# usage: pack-site.sh OUT_DIR    (the fallback's binaries are left out: they are not what is measured there)
set -euo pipefail
out=$1; here=$(cd "$(dirname "$0")" && pwd)
(cd "$here/../.." && npx vite build --logLevel warn --outDir "$out" --emptyOutDir)
rm -f "$out"/assets/ort-wasm-simd-threaded-*.wasm "$out"/assets/ort-wasm-simd-threaded.asyncify-*.wasm
cp "$here"/*.html "$here"/*.js "$here"/../golden/golden.json "$out"/
du -sh "$out"
