#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# random-networks.sh INPUTS QSIM SEED...: verification-row.sh on a random network of each seed.
set -euo pipefail
inputs=$1 qsim=$2
shift 2
for seed in "$@"; do
  python3 "$inputs/random-network.py" "$seed" >"random-$seed.cfg"
  bash "$inputs/verification-row.sh" "$PWD/random-$seed.cfg" "$qsim"
done
