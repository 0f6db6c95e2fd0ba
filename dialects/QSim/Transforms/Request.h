// SPDX-License-Identifier: Apache-2.0
// What an override asks of a tensor or of weights, as attributes.
//
//   request = {activation = {width = 6 : i64, method = "mse"},
//              weights = {width = 4 : i64, granularity = "tensor"}}
//
// Each part also has `origin`, "FILE:LINE" of the last rule that set it.
#ifndef QSIM_TRANSFORMS_REQUEST_H
#define QSIM_TRANSFORMS_REQUEST_H

#include "QSim/IR/QSimOps.h"
#include "qsim/Calibration/Overrides.h"

namespace qsim {

/// The dictionary on the op or argument that makes `tensor`, or null.
mlir::DictionaryAttr requestOf(mlir::Value tensor);
void setRequest(mlir::Value tensor, mlir::DictionaryAttr request);

/// `request` with the keys of an override set or replaced; `origin` is where
/// the override stands.
mlir::DictionaryAttr merged(mlir::FileLineColLoc origin,
                            mlir::DictionaryAttr request,
                            const ActivationOverride &activation);
mlir::DictionaryAttr merged(mlir::FileLineColLoc origin,
                            mlir::DictionaryAttr request,
                            const WeightsOverride &weights);

/// The two parts of a request; errors at its origin or the tensor's location.
mlir::FailureOr<ActivationOverride> activationRequest(mlir::Value tensor);
mlir::FailureOr<WeightsOverride> weightsRequest(mlir::Value tensor);

/// Where the activation part comes from; without one where the tensor does.
mlir::Location activationOrigin(mlir::Value tensor);

} // namespace qsim

#endif // QSIM_TRANSFORMS_REQUEST_H
