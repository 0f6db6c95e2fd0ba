// SPDX-License-Identifier: Apache-2.0
// The layer ops of the qsim dialect.
#ifndef QSIM_IR_QSIMOPS_H
#define QSIM_IR_QSIMOPS_H

#include "QSim/IR/QSimAttrs.h"
#include "QSim/IR/QSimInterfaces.h"
#include "QSim/IR/QSimTypes.h"

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#define GET_OP_CLASSES
#include "QSim/IR/QSimOps.h.inc"

#endif // QSIM_IR_QSIMOPS_H
