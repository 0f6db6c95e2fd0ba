// SPDX-License-Identifier: Apache-2.0
// Registration of the qnet dialect, its attributes, and the generated code.
#include "QNet/IR/QNetOps.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace qsim::qnet;

#include "QNet/IR/QNetDialect.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "QNet/IR/QNetAttrs.cpp.inc"

#include "QNet/IR/QNetInterfaces.cpp.inc"

#define GET_OP_CLASSES
#include "QNet/IR/QNetOps.cpp.inc"

void QNetDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "QNet/IR/QNetAttrs.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "QNet/IR/QNetOps.cpp.inc"
      >();
}

mlir::FailureOr<llvm::APFloat>
qsim::qnet::parseFloat32(mlir::AsmParser &parser) {
  llvm::APFloat value(0.0f);
  if (parser.parseFloat(llvm::APFloat::IEEEsingle(), value))
    return mlir::failure();
  return value;
}

llvm::LogicalResult
WindowAttr::verify(llvm::function_ref<mlir::InFlightDiagnostic()> emitError,
                   int32_t sizeY, int32_t sizeX, int32_t strideY,
                   int32_t strideX, int32_t top, int32_t left, int32_t bottom,
                   int32_t right, int32_t dilationY, int32_t dilationX,
                   int32_t inputDilationY, int32_t inputDilationX) {
  for (int32_t value : {sizeY, sizeX, strideY, strideX, dilationY, dilationX,
                        inputDilationY, inputDilationX})
    if (value < 1 || value > 65535)
      return emitError() << "window_C1: a size, stride or dilation is " << value
                         << ", wanted 1 to 65535";
  for (int32_t value : {top, left, bottom, right})
    if (value < 0 || value > 65535)
      return emitError() << "window_C1: a pad is " << value
                         << ", wanted 0 to 65535";
  return llvm::success();
}

llvm::LogicalResult
QuantAttr::verify(llvm::function_ref<mlir::InFlightDiagnostic()> emitError,
                  int32_t bits, llvm::APFloat scale, int32_t zeroPoint) {
  if (bits < 2 || bits > 16)
    return emitError() << "quant_C1: width is " << bits
                       << " bits, wanted 2 to 16";
  if (!scale.isFinite() || scale.isNegative() || scale.isZero())
    return emitError() << "quant_C2: scale is " << scale.convertToFloat()
                       << ", wanted a positive finite number";
  const int32_t limit = 1 << (bits - 1);
  if (zeroPoint < -limit || zeroPoint >= limit)
    return emitError() << "quant_C3: zero point is " << zeroPoint << ", wanted "
                       << -limit << " to " << limit - 1 << " for " << bits
                       << " bits";
  return llvm::success();
}
