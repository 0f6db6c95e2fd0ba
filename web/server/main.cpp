// SPDX-License-Identifier: Apache-2.0
// qsim-server: reads its options and serves. `qsim serve` starts it.
#include "Options.h"
#include "Server.h"

int main(int argc, char **argv) {
  qsim::server::Options options;
  if (const std::optional<int> status =
          qsim::server::parseOptions(argc, argv, options))
    return *status;
  return qsim::server::serve(options);
}
