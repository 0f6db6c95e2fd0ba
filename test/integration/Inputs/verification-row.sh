#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# verification-row.sh CFG QSIM: what the system that this project follows verified of a network, each cell: visualization,
# normal inference, step inference, cross inference, INT inference. Prints a line per cell; fails at the first that does not hold.
set -euo pipefail
cfg=$1 qsim=$2
name=$(basename "$cfg" .cfg)
mkdir -p "$name"
cd "$name"
# Small pictures: the layers are the same.
sed 's/^width *=.*/width=96/; s/^height *=.*/height=96/' "$cfg" >"$name.cfg"
"$qsim" compile "$name.cfg" --seed 5 --images ../test-0001.png --method mse -o p >compile.out

# Every layer's output of a session of commands: dump_all COMMANDS MODE DIR.
layers=$(($(grep -c '^\[' "$name.cfg") - 1))
dump_all() {
  mkdir -p "$3"
  { printf '%s\n' "$1"; for ((i = 0; i < layers; ++i)); do echo "dump $i $3/$i.npy"; done; } |
    "$qsim" step p ../test-0001.png --mode "$2" >step.out
}
same() { # DIR DIR
  for ((i = 0; i < layers; ++i)); do cmp "$1/$i.npy" "$2/$i.npy"; done
}

# Normal inference.
for mode in float hybrid int; do
  "$qsim" run p --mode "$mode" --kernels exact ../test-0001.png --thresh 0.4 --dump "$mode" >"$mode.out"
done
echo "$name normal: ok"

# INT: every layer but the heads writes integers.
floats=$(grep -c '"dtype": "float32"' int/index.json)
heads=$(grep -c '"kind": "yolo"\|"kind": "region"' int/index.json)
[[ $floats == "$heads" && $heads -gt 0 ]]
echo "$name int: ok, $((layers - heads)) layers of integers"

# Step inference: layer by layer, then back and on again, gives at every layer what a run gives.
steps=$(for ((i = 0; i < layers; ++i)); do echo step; done)
for mode in float hybrid int; do
  dump_all "$steps" "$mode" "step-$mode"
  same "$mode" "step-$mode"
  dump_all "$steps"$'\nrewind 3\ncontinue' "$mode" "again-$mode"
  same "$mode" "again-$mode"
done
echo "$name step: ok"

# Cross inference: front, rear, window and single; by commands on a run that stands at the end and by a step file from the start,
# the same at every layer.
third=$((layers / 3))
for cross in "0..$third int" "$third..$((2 * third)) int" "$((2 * third))..$((layers - 1)) hybrid" "$third int"; do
  dump_all "continue"$'\n'"layer $cross"$'\ncontinue' float crossed
  printf 'mode float\nlayer %s\ndump *\n' "$cross" >cross.ste
  "$qsim" run p --ste cross.ste --kernels exact ../test-0001.png --thresh 0.4 --dump steered >steered.out
  same crossed steered
done
# INT everywhere by crossing is INT.
dump_all $'continue\nlayer * int\ncontinue' float crossed
same crossed int
echo "$name cross: ok"

# Visualization: a layer as a picture, and the page of the network.
printf 'step 5\npicture 4 map.png\n' | "$qsim" step p ../test-0001.png >step.out
"$qsim" compare p --images ../test-0001.png --html page.html >compare.out
[[ -s map.png ]] && grep -q 'id="layer-4"' page.html
echo "$name visualization: ok"
