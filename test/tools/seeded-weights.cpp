// SPDX-License-Identifier: Apache-2.0
// Writes a .weights file with seeded parameters for a cfg: networks without
// trained ones can be run and compared.
//
// usage: seeded-weights MODEL.cfg SEED OUT.weights
#include "qsim/Frontend/Darknet.h"
#include "qsim/Support/Numbers.h"

#include <cstdio>

int main(int argc, char **argv) {
  std::optional<std::int64_t> seed;
  if (argc == 4)
    seed = qsim::parseInteger(argv[2]);
  if (!seed) {
    std::fprintf(stderr, "usage: seeded-weights MODEL.cfg SEED OUT.weights\n");
    return 2;
  }
  qsim::Result<void> done = qsim::writeSeededWeights(
      argv[1], static_cast<std::uint64_t>(*seed), argv[3]);
  if (!done)
    std::fprintf(stderr, "seeded-weights: error: %s\n",
                 done.error().message.c_str());
  return done ? 0 : 1;
}
