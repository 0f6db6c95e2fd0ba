// SPDX-License-Identifier: Apache-2.0
// The layer ops, by family. Constraints are numbered; verifiers and tests cite the numbers.
#ifndef QSIM_IR_QSIMOPS_TD
#define QSIM_IR_QSIMOPS_TD

include "QSim/IR/QSimWeightOps.td"
include "QSim/IR/QSimElementwiseOps.td"
include "QSim/IR/QSimSpatialOps.td"
include "QSim/IR/QSimViewOps.td"
include "QSim/IR/QSimReductionOps.td"
include "QSim/IR/QSimNormalizationOps.td"
include "QSim/IR/QSimHostOps.td"

#endif // QSIM_IR_QSIMOPS_TD
