// SPDX-License-Identifier: Apache-2.0
// Runs a network in a mode (numerics.md, sections 5 to 8).
#ifndef ORACLE_RUN_H
#define ORACLE_RUN_H

#include "Derive.h"

#include <functional>

namespace oracle {

struct Tensor {
  Shape shape;
  bool isInteger = false;
  std::vector<float> reals;      // if not isInteger
  std::vector<int32_t> integers; // if isInteger
};

// What N10, N12 and N13 count.
struct Counts {
  int64_t overflows = 0, saturated = 0;
};

using Sink = std::function<void(const Layer &, const Tensor &, const Counts &)>;

// Calls `sink` with the output of every layer, in order.
void run(const Network &network, const System &system,
         const std::vector<Parameters> &parameters, Mode mode,
         const Tensor &picture, const Sink &sink);

} // namespace oracle

#endif
