// SPDX-License-Identifier: Apache-2.0
// What the layers need while they build their ops.
#ifndef QSIM_LIB_FRONTEND_DARKNET_EMITTER_H
#define QSIM_LIB_FRONTEND_DARKNET_EMITTER_H

#include "Network.h"
#include "ParameterData.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"

namespace qsim::darknet {

class Emitter {
public:
  Emitter(mlir::OpBuilder builder, mlir::Value image)
      : builder(builder), image(image) {}

  mlir::OpBuilder builder;

  /// 1xCxHxW of f32.
  mlir::RankedTensorType featureMap(const Shape &shape);
  /// What layer `index` produces, -1 for the picture.
  mlir::Value output(int64_t index) const;
  void addOutput(mlir::Value value) { outputs.push_back(value); }

private:
  mlir::Value image;
  llvm::SmallVector<mlir::Value> outputs;
};

/// Builds the module of a planned network around its parameters.
mlir::OwningOpRef<mlir::ModuleOp> emitNetwork(mlir::MLIRContext &context,
                                              const Network &network,
                                              const ParameterData &data,
                                              mlir::ArrayAttr classes);

} // namespace qsim::darknet

#endif // QSIM_LIB_FRONTEND_DARKNET_EMITTER_H
