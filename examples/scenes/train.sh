#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Trains scenes.weights with Debian's libdarknet on pictures made on the spot.
set -eu

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  echo "usage: train.sh BUILD_BIN [SCRATCH_DIR]" >&2
  echo "  BUILD_BIN    the folder that holds qsim-scenes" >&2
  echo "  SCRATCH_DIR  gets pictures, program and snapshots; default /tmp/scenes" >&2
  exit 2
fi
bin=$(cd "$1" && pwd)
scratch=${2:-/tmp/scenes}
here=$(cd "$(dirname "$0")" && pwd)

darknet=/usr/lib/darknet
if [ ! -e "$darknet/libdarknet.so" ]; then
  echo "train.sh: $darknet/libdarknet.so not found;" \
    "apt-get install darknet libopenblas-dev" >&2
  exit 1
fi
mkdir -p "$scratch"
scratch=$(cd "$scratch" && pwd)
# Darknet finds a label by replacing these words in the picture's path.
case $scratch in
*images* | *raw*)
  echo "train.sh: '$scratch': the path may not hold 'images' or 'raw'" >&2
  exit 1
  ;;
esac

"$bin/qsim-scenes" --out "$scratch/train" --list train --count 4000 --seed 1
sed "s|^|$scratch/train/|" "$scratch/train/train.txt" > "$scratch/train.list"
sed 's/^batch=1$/batch=32/' "$here/scenes.cfg" > "$scratch/train.cfg"

# These flags are for training alone; what qsim computes is compiled without.
"${CC:-cc}" -O3 -march=native -ffast-math -rdynamic "$here/train.c" \
  -o "$scratch/train-scenes" -I"$darknet/include" -L"$darknet" \
  -Wl,-rpath,"$darknet" -ldarknet -lopenblas -lm -lpthread
# More threads would only slow products of this size down.
OPENBLAS_NUM_THREADS=1 "$scratch/train-scenes" "$scratch/train.list" \
  "$scratch/train.cfg" "$scratch/scenes.weights" > "$scratch/train.log"
cp "$scratch/scenes.weights" "$here/scenes.weights.part"
mv "$here/scenes.weights.part" "$here/scenes.weights"
