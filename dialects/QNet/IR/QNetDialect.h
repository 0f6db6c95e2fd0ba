// SPDX-License-Identifier: Apache-2.0
// The qnet dialect itself.
#ifndef QNET_IR_QNETDIALECT_H
#define QNET_IR_QNETDIALECT_H

#include "mlir/IR/Dialect.h"

#include "QNet/IR/QNetDialect.h.inc"

#endif // QNET_IR_QNETDIALECT_H
