#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Compiles a cfg with seeded weights in three ways and compares each with the
# oracle in INT, HYBRID and FLOAT, in an empty current directory.
#
# usage: sections-against-oracle.sh MODEL.cfg HEAD_LAYER,... [COMPILE_OPTION...]
#   Prints "package NAME" and then what against-oracle.sh prints. Exits 1 at the
#   first difference.
set -euo pipefail
cfg=$1 heads=$2
shift 2
inputs=$(dirname "$0")
qsim-scenes --out . --count 2 --seed 5 --list calib
compare() {
  package=$1
  shift
  qsim compile "$cfg" --seed 7 "$@" -o "$package" >/dev/null
  echo "package $package"
  bash "$inputs/against-oracle.sh" "$package" calib-0001.png "$heads" int hybrid float
}
compare kl --images calib.txt --method kl "$@"
compare mse --calibration kl/calibration.yaml --method mse --activations asymmetric --granularity tensor "$@"
compare log2 --calibration kl/calibration.yaml --method log2 "$@"
