// SPDX-License-Identifier: Apache-2.0
// Activations: of real numbers (N26), as slopes (N27) and as tables (N28).
#ifndef ORACLE_ACTIVATION_H
#define ORACLE_ACTIVATION_H

#include "Network.h"

namespace oracle {

float activate(Activation activation, Arithmetic arithmetic, float x); // N26
double logistic(double x);

struct Slopes {
  double positive = 1, negative = 1;
};
Slopes slopes(Activation activation, LeakyForm form); // N27
int32_t relu6Limit(const Quantization &quantization); // N27
std::vector<int32_t> activationTable(const Layer &layer,
                                     Arithmetic arithmetic); // N28

// N36; x is the input's quantization, y the output's.
float adjust(float x);
std::vector<int32_t> cropTable(const Quantization &x, const Quantization &y);

} // namespace oracle

#endif
