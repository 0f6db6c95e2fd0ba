// SPDX-License-Identifier: Apache-2.0
// What layers with weights have in common.
#ifndef QSIM_LIB_FRONTEND_DARKNET_WEIGHTEDLAYER_H
#define QSIM_LIB_FRONTEND_DARKNET_WEIGHTEDLAYER_H

#include "Activation.h"

namespace qsim::darknet {

class WeightedLayer : public Layer {
public:
  double power(llvm::ArrayRef<double> inputs) const override;

  bool batchNorm = false;
  ActivationKind activation = ActivationKind::Linear;

protected:
  /// The parameter with this role, null where the layer has none. `attributes`
  /// are those of `parameters`, in the same order.
  mlir::ElementsAttr find(Parameter::Role role,
                          llvm::ArrayRef<mlir::ElementsAttr> attributes) const;
  mlir::Value emitWeights(Emitter &emitter,
                          llvm::ArrayRef<mlir::ElementsAttr> attributes) const;
  /// The biases of the weighted op itself: null with batch norm, which has them
  /// then.
  mlir::ElementsAttr
  ownBiases(llvm::ArrayRef<mlir::ElementsAttr> attributes) const;
  /// Puts batch norm and activation behind the weighted op.
  mlir::Value emitEnd(Emitter &emitter, mlir::Value value,
                      llvm::ArrayRef<mlir::ElementsAttr> attributes) const;
};

/// Refuses keys by which a layer's parameters come from elsewhere than the
/// weights file.
void refuseForeignParameters(SectionReader &reader);

} // namespace qsim::darknet

#endif // QSIM_LIB_FRONTEND_DARKNET_WEIGHTEDLAYER_H
