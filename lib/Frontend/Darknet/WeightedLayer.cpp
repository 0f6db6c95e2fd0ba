// SPDX-License-Identifier: Apache-2.0
// What layers with weights have in common.
#include "WeightedLayer.h"

#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

using Role = Parameter::Role;

double WeightedLayer::power(ArrayRef<double> inputs) const {
  // Batch norm divides by variances of 0.5 to 1.5: 1.1 times the squares.
  double norm = batchNorm ? 1.1 : 1;
  // Weights of He's scale double the squares, of which a rectifier keeps half.
  switch (activation) {
  case ActivationKind::Linear:
    return 2 * norm * inputs.front();
  case ActivationKind::Logistic:
    return 0.3;
  default:
    return norm * inputs.front();
  }
}

ElementsAttr WeightedLayer::find(Role role,
                                 ArrayRef<ElementsAttr> attributes) const {
  for (auto [parameter, attribute] : llvm::zip_equal(parameters, attributes))
    if (parameter.role == role)
      return attribute;
  return {};
}

Value WeightedLayer::emitWeights(Emitter &emitter,
                                 ArrayRef<ElementsAttr> attributes) const {
  ElementsAttr weights = find(Role::Weights, attributes);
  return ParameterOp::create(emitter.builder, location,
                             cast<RankedTensorType>(weights.getShapedType()),
                             weights);
}

ElementsAttr WeightedLayer::ownBiases(ArrayRef<ElementsAttr> attributes) const {
  return batchNorm ? ElementsAttr() : find(Role::Biases, attributes);
}

Value WeightedLayer::emitEnd(Emitter &emitter, Value value,
                             ArrayRef<ElementsAttr> attributes) const {
  if (batchNorm)
    value = BatchNormOp::create(
        emitter.builder, location, value.getType(), value, name + "/batch_norm",
        index, ModeAttr(), DictionaryAttr(), find(Role::Scales, attributes),
        find(Role::Mean, attributes), find(Role::Variance, attributes),
        find(Role::Biases, attributes), /*epsilon=*/FloatAttr());
  return emitActivation(emitter, *this, value, activation);
}

void darknet::refuseForeignParameters(SectionReader &reader) {
  for (StringRef key : {"dontload", "dontloadscales", "numload"})
    reader.refuseUnless(key, 0);
}
