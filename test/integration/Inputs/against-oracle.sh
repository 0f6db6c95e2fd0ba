#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs a package with the runtime and with the oracle, and compares every layer,
# every counter and every derived integer.
#
# usage: against-oracle.sh PACKAGE INPUT HEAD_LAYER,... [MODE...]
#   INPUT is a picture or tensor. A head may differ by 1e-6 of its maximum: its
#   exponential is specified to 1 ulp. MODE is int, hybrid or float; without one
#   INT and HYBRID are compared. Dumps go to PACKAGE-MODE and
#   PACKAGE-MODE-oracle. Exits 1 at the first difference.
set -euo pipefail
package=$1 input=$2 heads=$3
shift 3
(($#)) || set -- int hybrid
tolerances=()
for head in ${heads//,/ }; do
  tolerances+=(--tolerance "$head=1e-6")
done
for mode; do
  echo "mode $mode"
  qsim run "$package" --mode $mode --kernels exact "$input" --dump "$package-$mode" --thresh 1
  qsim-oracle "$package" --mode $mode "$package-$mode/input.npy" "$package-$mode-oracle" | tee "$package-$mode.oracle-output"
  python3 "$(dirname "$0")/compare-counters.py" "$package-$mode.oracle-output" "$package-$mode"
  compare-dumps "$package-$mode-oracle" "$package-$mode" "${tolerances[@]}"
done
