#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the calibration and the test pictures, and checks them against data/.
set -eu

if [ $# -ne 2 ]; then
  echo "usage: make-data.sh BUILD_BIN OUT_DIR" >&2
  echo "  BUILD_BIN  the folder that holds qsim-scenes" >&2
  echo "  OUT_DIR    gets calib.txt, test.txt, the pictures and their labels" >&2
  exit 2
fi
bin=$1
out=$2
data=$(cd "$(dirname "$0")" && pwd)/data

if [ ! -x "$bin/qsim-scenes" ]; then
  echo "make-data.sh: $bin/qsim-scenes: not found; build target qsim-scenes" >&2
  exit 1
fi

make_set() { # name, pictures, seed
  "$bin/qsim-scenes" --out "$out" --list "$1" --count "$2" --seed "$3"
}
mkdir -p "$out"
make_set calib 48 2 > "$out/checksums"
make_set test 120 3 >> "$out/checksums"

# The labels are compared one by one, the pixels through their checksum.
for file in "$data"/*; do
  if ! cmp -s "$file" "$out/$(basename "$file")"; then
    echo "make-data.sh: $out/$(basename "$file"): differs from $file" >&2
    exit 1
  fi
done
cat "$out/checksums"
