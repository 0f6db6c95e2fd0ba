// SPDX-License-Identifier: Apache-2.0
// qsim-engine: one live simulation, at the other end of a socket.
#include "Options.h"
#include "Sandbox.h"
#include "Serve.h"

#include <cstdio>

using namespace qsim::engine;

int main(int argc, char **argv) {
  EngineOptions options;
  if (const std::optional<int> status = parseOptions(argc, argv, options))
    return *status;
  for (const std::string &lacking : enterSandbox(options.sandbox))
    std::fprintf(stderr, "qsim-engine: %s\n", lacking.c_str());
  return options.check ? checkSandbox(options.sandbox)
                       : serve(options.sandbox.descriptor);
}
