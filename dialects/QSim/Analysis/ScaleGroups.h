// SPDX-License-Identifier: Apache-2.0
// Which tensors share one quantization, and which of them owns it.
#ifndef QSIM_ANALYSIS_SCALEGROUPS_H
#define QSIM_ANALYSIS_SCALEGROUPS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SmallVector.h"

#include <cstdint>

namespace qsim {

/// Groups of the feature maps of one network. A layer that keeps its scale, and
/// a concat of one input, put their output into the group of their (first)
/// input; every other feature map owns a group. Constants are in no group. It
/// is a snapshot: build it again after layers were added or removed.
class ScaleGroups {
public:
  explicit ScaleGroups(mlir::func::FuncOp network);

  /// The tensor that owns the quantization of `value`: the picture or the
  /// output of the layer that made it. Null where `value` is no feature map.
  mlir::Value ownerOf(mlir::Value value) const;

  /// All tensors of the group of `value`, the owner first, in program order.
  llvm::ArrayRef<mlir::Value> membersOf(mlir::Value value) const;

  /// Index of the layer that owns the quantization of `value`; -1 for the
  /// picture.
  int64_t ownerIndex(mlir::Value value) const;

  /// All owners in program order, the picture first.
  llvm::SmallVector<mlir::Value> owners() const;

private:
  llvm::DenseMap<mlir::Value, mlir::Value> owner;
  llvm::MapVector<mlir::Value, llvm::SmallVector<mlir::Value, 2>> members;
};

/// Why the layer that makes `value` has the quantization of its input: "keeps
/// the scale of its input", "one input". Empty where it has one of its own.
llvm::StringRef sharingReason(mlir::Value value);

/// Index of the layer that makes `value`, -1 for the picture.
int64_t producerIndex(mlir::Value value);

/// Name of the layer that makes `value`, "image" for the picture.
llvm::StringRef producerName(mlir::Value value);

} // namespace qsim

#endif // QSIM_ANALYSIS_SCALEGROUPS_H
