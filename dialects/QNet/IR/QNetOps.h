// SPDX-License-Identifier: Apache-2.0
// The network, its records and their attributes.
#ifndef QNET_IR_QNETOPS_H
#define QNET_IR_QNETOPS_H

#include "QNet/IR/QNetDialect.h"
#include "QSim/IR/QSimAttrs.h"

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"

#include <array>
#include <cstdint>

namespace qsim::qnet {

/// Channels, height, width.
using Shape = std::array<int32_t, 3>;

/// The index that stands for the picture.
inline constexpr int32_t imageIndex = -1;

/// Largest channel count, height or width (docs/spec/net.md).
inline constexpr int32_t maximumExtent = 65536;

/// A float parameter of a record: `NAME.name` in the `.fweights`.
struct Parameter {
  llvm::StringRef name;
  mlir::ElementsAttr values;
};

/// A decimal or hexadecimal number, rounded once to float32.
mlir::FailureOr<llvm::APFloat> parseFloat32(mlir::AsmParser &parser);

} // namespace qsim::qnet

#define GET_ATTRDEF_CLASSES
#include "QNet/IR/QNetAttrs.h.inc"

#include "QNet/IR/QNetInterfaces.h.inc"

#define GET_OP_CLASSES
#include "QNet/IR/QNetOps.h.inc"

#endif // QNET_IR_QNETOPS_H
