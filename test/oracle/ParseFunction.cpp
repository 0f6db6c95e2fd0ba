// SPDX-License-Identifier: Apache-2.0
// Reads the activation of a layer and its parameters (net.md, N54).
#include "Parse.h"

namespace oracle {

using A = Activation;

void parseActivation(Section &section, Layer &layer) {
  layer.activation =
      section.choice<A>("activation", {{"linear", A::Linear},
                                       {"leaky", A::Leaky},
                                       {"relu", A::Relu},
                                       {"relu6", A::Relu6},
                                       {"relie", A::Relie},
                                       {"ramp", A::Ramp},
                                       {"leaky_relu", A::LeakyRelu},
                                       {"clip", A::Clip},
                                       {"logistic", A::Logistic},
                                       {"loggy", A::Loggy},
                                       {"tanh", A::Tanh},
                                       {"elu", A::Elu},
                                       {"selu", A::Selu},
                                       {"hardtan", A::Hardtan},
                                       {"lhtan", A::Lhtan},
                                       {"plse", A::Plse},
                                       {"stair", A::Stair},
                                       {"swish", A::Swish},
                                       {"mish", A::Mish},
                                       {"hard_mish", A::HardMish},
                                       {"gelu", A::Gelu},
                                       {"affine", A::Affine},
                                       {"hard_sigmoid", A::HardSigmoid},
                                       {"hard_swish", A::HardSwish},
                                       {"softplus", A::Softplus},
                                       {"softsign", A::Softsign},
                                       {"thresholded_relu", A::ThresholdedRelu},
                                       {"exp", A::Exp},
                                       {"log", A::Log},
                                       {"sqrt", A::Sqrt},
                                       {"abs", A::Abs},
                                       {"reciprocal", A::Reciprocal},
                                       {"pow", A::Pow}});
  if (section.has("preactivation"))
    layer.preactivation = section.quantization("preactivation");
}

void parseParameters(Section &section, Layer &layer) {
  bool wantsAlpha = false, wantsBeta = false, optional = false;
  switch (layer.activation) {
  case A::Elu:
    wantsAlpha = optional = true;
    break;
  case A::Selu:
    wantsAlpha = wantsBeta = optional = true;
    break;
  case A::LeakyRelu:
  case A::ThresholdedRelu:
  case A::Pow:
    wantsAlpha = true;
    break;
  case A::Clip:
  case A::Affine:
  case A::HardSigmoid:
    wantsAlpha = wantsBeta = true;
    break;
  default:
    break;
  }
  bool infinite = layer.activation == A::Clip;
  for (const char *key : {"alpha", "beta"}) {
    std::optional<float> &to = *key == 'a' ? layer.alpha : layer.beta;
    if (section.says(key, 2))
      to = infinite ? section.real(key) : section.finite(key);
  }
  bool given = layer.alpha || layer.beta;
  if (given || !optional)
    if (layer.alpha.has_value() != wantsAlpha ||
        layer.beta.has_value() != wantsBeta)
      section.fail("alpha and beta are not those of the activation");
  if (layer.activation == A::LeakyRelu && !(*layer.alpha >= 0))
    section.fail("the alpha of a leaky_relu is negative");
}

} // namespace oracle
