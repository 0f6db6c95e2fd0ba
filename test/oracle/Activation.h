// SPDX-License-Identifier: Apache-2.0
// Activations: of real numbers (N26, N54), as slopes (N27) and as tables (N28).
#ifndef ORACLE_ACTIVATION_H
#define ORACLE_ACTIVATION_H

#include "Network.h"

namespace oracle {

// N26, N54: the activation of a layer, with its alpha and beta.
float activate(const Layer &layer, Arithmetic arithmetic, float x);
double logistic(double x);

// ActivationParameters.cpp: whether N54 says what the activation is, and what
// it is.
bool isOfN54(const Layer &layer);
float activateN54(const Layer &layer, float x);
// N54's pow; N61 does without the products.
double powerOf(double x, double exponent, bool products);

struct Slopes {
  double positive = 1, negative = 1;
};
Slopes slopes(const Layer &layer, LeakyForm form); // N27
// N27, N54: what a relu6 or a clip limits y to, in integers.
int32_t limitOf(double limit, const Quantization &quantization);
std::vector<int32_t> activationTable(const Layer &layer,
                                     Arithmetic arithmetic); // N28

// N36; x is the input's quantization, y the output's.
float adjust(float x);
std::vector<int32_t> cropTable(const Quantization &x, const Quantization &y);

} // namespace oracle

#endif
