// SPDX-License-Identifier: Apache-2.0
// The lowering of each operator; their files are named by family.
#ifndef QSIM_LIB_FRONTEND_ONNX_OPERATORS_H
#define QSIM_LIB_FRONTEND_ONNX_OPERATORS_H

#include "Lowering.h"

namespace qsim::onnximport {

void lowerAbs(Lowering &lowering);
void lowerAdd(Lowering &lowering);
void lowerAnd(Lowering &lowering);
void lowerArgMax(Lowering &lowering);
void lowerArgMin(Lowering &lowering);
void lowerAveragePool(Lowering &lowering);
void lowerBatchNormalization(Lowering &lowering);
void lowerCast(Lowering &lowering);
void lowerCeil(Lowering &lowering);
void lowerCelu(Lowering &lowering);
void lowerClip(Lowering &lowering);
void lowerConcat(Lowering &lowering);
void lowerConstant(Lowering &lowering);
void lowerConstantOfShape(Lowering &lowering);
void lowerConv(Lowering &lowering);
void lowerConvTranspose(Lowering &lowering);
void lowerDepthToSpace(Lowering &lowering);
void lowerDiv(Lowering &lowering);
void lowerDropout(Lowering &lowering);
void lowerElu(Lowering &lowering);
void lowerEqual(Lowering &lowering);
void lowerExp(Lowering &lowering);
void lowerExpand(Lowering &lowering);
void lowerFlatten(Lowering &lowering);
void lowerFloor(Lowering &lowering);
void lowerGather(Lowering &lowering);
void lowerGemm(Lowering &lowering);
void lowerGlobalAveragePool(Lowering &lowering);
void lowerGlobalMaxPool(Lowering &lowering);
void lowerGreater(Lowering &lowering);
void lowerGreaterOrEqual(Lowering &lowering);
void lowerHardSigmoid(Lowering &lowering);
void lowerHardSwish(Lowering &lowering);
void lowerIdentity(Lowering &lowering);
void lowerGroupNormalization(Lowering &lowering);
void lowerInstanceNormalization(Lowering &lowering);
void lowerLayerNormalization(Lowering &lowering);
void lowerMeanVarianceNormalization(Lowering &lowering);
void lowerLRN(Lowering &lowering);
void lowerLeakyRelu(Lowering &lowering);
void lowerLess(Lowering &lowering);
void lowerLessOrEqual(Lowering &lowering);
void lowerLog(Lowering &lowering);
void lowerLogSoftmax(Lowering &lowering);
void lowerMatMul(Lowering &lowering);
void lowerMax(Lowering &lowering);
void lowerMaxPool(Lowering &lowering);
void lowerMean(Lowering &lowering);
void lowerMin(Lowering &lowering);
void lowerMish(Lowering &lowering);
void lowerMod(Lowering &lowering);
void lowerMul(Lowering &lowering);
void lowerNeg(Lowering &lowering);
void lowerNot(Lowering &lowering);
void lowerOr(Lowering &lowering);
void lowerPRelu(Lowering &lowering);
void lowerPad(Lowering &lowering);
void lowerPow(Lowering &lowering);
void lowerRange(Lowering &lowering);
void lowerReciprocal(Lowering &lowering);
void lowerReduceL1(Lowering &lowering);
void lowerReduceL2(Lowering &lowering);
void lowerReduceLogSum(Lowering &lowering);
void lowerReduceMax(Lowering &lowering);
void lowerReduceMean(Lowering &lowering);
void lowerReduceMin(Lowering &lowering);
void lowerReduceProd(Lowering &lowering);
void lowerReduceSum(Lowering &lowering);
void lowerReduceSumSquare(Lowering &lowering);
void lowerRelu(Lowering &lowering);
void lowerReshape(Lowering &lowering);
void lowerResize(Lowering &lowering);
void lowerSelu(Lowering &lowering);
void lowerShape(Lowering &lowering);
void lowerSigmoid(Lowering &lowering);
void lowerSize(Lowering &lowering);
void lowerSlice(Lowering &lowering);
void lowerSoftmax(Lowering &lowering);
void lowerSoftplus(Lowering &lowering);
void lowerSoftsign(Lowering &lowering);
void lowerSpaceToDepth(Lowering &lowering);
void lowerSplit(Lowering &lowering);
void lowerSqrt(Lowering &lowering);
void lowerSqueeze(Lowering &lowering);
void lowerSub(Lowering &lowering);
void lowerSum(Lowering &lowering);
void lowerTanh(Lowering &lowering);
void lowerThresholdedRelu(Lowering &lowering);
void lowerTile(Lowering &lowering);
void lowerTranspose(Lowering &lowering);
void lowerUnsqueeze(Lowering &lowering);
void lowerUpsample(Lowering &lowering);
void lowerWhere(Lowering &lowering);

} // namespace qsim::onnximport

#endif // QSIM_LIB_FRONTEND_ONNX_OPERATORS_H
