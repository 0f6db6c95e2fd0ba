#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs a package in FLOAT with the exact and with the fastest kernels, and
# compares every output of the graph with ONNX Runtime's on the same input.
#
# usage: against-onnxruntime.sh PACKAGE MODEL.onnx INPUT [LIMIT]
#   LIMIT is a part of an output's largest magnitude, 1e-4 unless told
#   otherwise. Dumps go to PACKAGE-KERNELS.
set -euo pipefail
package=$1 model=$2 input=$3 limit=${4:-1e-4}
for kernels in exact auto; do
  echo "$kernels:"
  qsim run "$package" --mode float --kernels $kernels "$input" --dump "$package-$kernels" >/dev/null
  node "$(dirname "$0")/../../peers/onnxruntime.js" --limit "$limit" \
    "$model" "$package-$kernels/input.npy" "$package-$kernels/outputs"
done
