// SPDX-License-Identifier: Apache-2.0
// Float parameters from .fweights and the integers derived from them.
#ifndef ORACLE_DERIVE_H
#define ORACLE_DERIVE_H

#include "Container.h"
#include "Network.h"
#include "Numerics.h"

namespace oracle {

// One layer's parameters: those imported, then those derived (numerics.md,
// section 2, the rules of section 5, and section 10).
struct Parameters {
  std::vector<float> weights, biases, scales, mean, variance, biasDelta;
  std::vector<float> values; // of a constant

  std::vector<double> d;    // N3, with batch norm only
  bool quantized = false;   // input and weights are: the arrays below exist
  bool requantized = false; // and the output is: positive, negative exist
  bool wide = false;        // section 4
  std::vector<int32_t> qWeights;                 // N4, N43
  std::vector<int64_t> qBiases;                  // N5
  std::vector<int32_t> qValues;                  // N56
  std::vector<Multiplier> positive, negative;    // N6, N31, N32, N55, N61
  std::vector<float> hybridScales, hybridBiases; // N8, N44
  std::vector<Multiplier> rescale; // N13, N33, N53, N60; {1, 0}: a copy
  std::vector<int32_t> table;      // N28, N36
  std::vector<float> foldedWeights, foldedBiases; // N42
};

// How many places have weights of their own: those of a local layer (N30).
int64_t placesOf(const Layer &layer);

// The dimensions of a layer's weights and of its biases (net.md, Parameters).
std::vector<int64_t> weightDims(const Network &network, const Layer &layer);
std::vector<int64_t> biasDims(const Layer &layer);

// Derives what follows from the imported parameters of a layer.
void derive(const Network &network, const System &system, const Layer &layer,
            Parameters &parameters);
void deriveLight(const Layer &layer, Parameters &parameters); // N42..N44

// One Parameters per layer.
std::vector<Parameters> deriveAll(const Network &network, const System &system,
                                  const Container &fweights);

// Prints how a .qweights compares; true if it agrees in everything.
bool compare(const Network &network, const std::vector<Parameters> &parameters,
             const Container &qweights);

} // namespace oracle

#endif
