#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# random-networks.sh INPUTS QSIM SEED...: verification-row.sh on a random network of each seed, and INT and HYBRID against the oracle.
set -euo pipefail
inputs=$1 qsim=$2
shift 2
for seed in "$@"; do
  python3 "$inputs/random-network.py" "$seed" >"random-$seed.cfg"
  bash "$inputs/verification-row.sh" "$PWD/random-$seed.cfg" "$qsim"
  head=$(($(grep -c '^\[' "random-$seed.cfg") - 2))
  (cd "random-$seed" && bash "$inputs/against-oracle.sh" p ../test-0001.png "$head" >oracle.out)
  echo "random-$seed oracle: ok"
done
