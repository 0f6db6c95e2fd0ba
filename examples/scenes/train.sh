#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Trains scenes.weights with Debian's darknet on pictures made on the spot.
set -eu

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  echo "usage: train.sh BUILD_BIN [SCRATCH_DIR]" >&2
  echo "  BUILD_BIN    the folder that holds qsim-scenes" >&2
  echo "  SCRATCH_DIR  gets pictures, log and snapshots; default /tmp/scenes" >&2
  exit 2
fi
bin=$(cd "$1" && pwd)
scratch=${2:-/tmp/scenes}
here=$(cd "$(dirname "$0")" && pwd)

if ! command -v darknet > /dev/null; then
  echo "train.sh: darknet not found; apt-get install darknet" >&2
  exit 1
fi
# Darknet finds a label by replacing these words in the picture's path.
case $scratch in
*images* | *raw*)
  echo "train.sh: '$scratch': the path may not hold 'images' or 'raw'" >&2
  exit 1
  ;;
esac
mkdir -p "$scratch/backup"
scratch=$(cd "$scratch" && pwd)

"$bin/qsim-scenes" --out "$scratch/train" --list train --count 4000 --seed 1
sed "s|^|$scratch/train/|" "$scratch/train/train.txt" > "$scratch/train.list"
sed 's/^batch=1$/batch=32/' "$here/scenes.cfg" > "$scratch/train.cfg"
cat > "$scratch/train.data" << END
classes=6
train=$scratch/train.list
valid=$scratch/train.list
names=$here/scenes.names
backup=$scratch/backup
END

echo "training; see $scratch/train.log"
darknet detector train "$scratch/train.data" "$scratch/train.cfg" \
  > "$scratch/train.log" 2>&1
cp "$scratch/backup/train_final.weights" "$here/scenes.weights.part"
mv "$here/scenes.weights.part" "$here/scenes.weights"
