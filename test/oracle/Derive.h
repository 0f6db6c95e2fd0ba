// SPDX-License-Identifier: Apache-2.0
// Float parameters from .fweights and the integers derived from them.
#ifndef ORACLE_DERIVE_H
#define ORACLE_DERIVE_H

#include "Container.h"
#include "Network.h"
#include "Numerics.h"

namespace oracle {

// One layer's parameters: those imported, then those of numerics.md section 2.
struct Parameters {
  std::vector<float> weights, biases, scales, mean, variance, biasDelta;

  std::vector<double> d;    // N3, with batch norm only
  bool quantized = false;   // input and weights are: the arrays below exist
  bool requantized = false; // and the output is: positive, negative exist
  bool wide = false;        // section 4
  std::vector<int32_t> qWeights;                 // N4
  std::vector<int64_t> qBiases;                  // N5
  std::vector<Multiplier> positive, negative;    // N6
  std::vector<float> hybridScales, hybridBiases; // N8
  std::vector<Multiplier> rescale; // N13, route; {1, 0} stands for a copy
};

// One Parameters per layer.
std::vector<Parameters> deriveAll(const Network &network, const System &system,
                                  const Container &fweights);

// Prints how a .qweights compares; true if it agrees in everything.
bool compare(const Network &network, const std::vector<Parameters> &parameters,
             const Container &qweights);

} // namespace oracle

#endif
