#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The main job on the scenes detector: compile with kl and log2, evaluate every mode, draw boxes.
#
# usage: demo.sh BIN_DIR [OUT_DIR]
set -euo pipefail
bin=$(realpath "${1:?usage: demo.sh BIN_DIR [OUT_DIR]}")
out=${2:-build/demo}
here=$(dirname "$(realpath "$0")")
root=$here/../..
mkdir -p "$out"

echo "== pictures"
"$here/make-data.sh" "$bin" "$out/pictures"

echo "== compile with kl and log2, evaluate FLOAT, HYBRID and INT on test.txt"
"$root/scripts/accuracy" --bin "$bin" --work "$out" --methods kl,log2 --granularities channel \
  "$here/scenes.cfg" "$here/scenes.weights" "$out/pictures/calib.txt" "$out/pictures/test.txt" \
  --names "$here/scenes.names"

echo "== boxes: INT with kl"
mapfile -t pictures < <(head -n 8 "$out/pictures/test.txt" | sed "s|^|$out/pictures/|")
"$bin/qsim" run "$out/kl-channel.qsim" --mode int "${pictures[@]}" --draw "$out/boxes-int.png" >/dev/null
"$bin/qsim" run "$out/kl-channel.qsim" --mode float "${pictures[@]}" --draw "$out/boxes-float.png" >/dev/null
echo "written: $out/kl-channel.qsim $out/log2-channel.qsim $out/boxes-int.png $out/boxes-float.png"
echo "in the browser, with a tour: $bin/qsim serve"
