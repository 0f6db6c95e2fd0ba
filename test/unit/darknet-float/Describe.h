// SPDX-License-Identifier: Apache-2.0
// Test helper: our description of a layer of libdarknet.
#ifndef QSIM_TEST_DARKNETFLOAT_DESCRIBE_H
#define QSIM_TEST_DARKNETFLOAT_DESCRIBE_H

#include "qsimrt/kernels.h"

#include <gtest/gtest.h>

extern "C" {
#include <darknet.h>
}

namespace qsim::test {

// Some layers do not fill in the shape of their output.
inline qsimrt_shape shapeOf(const layer &l) {
  if (l.out_c == 0)
    return {l.outputs, 1, 1};
  return {l.out_c, l.out_h, l.out_w};
}

inline qsimrt_activation activationOf(const layer &theirs) {
  switch (theirs.activation) {
  case LOGISTIC:
    return QSIMRT_LOGISTIC;
  case RELU:
    return QSIMRT_RELU;
  case RELIE:
    return QSIMRT_RELIE;
  case LINEAR:
    return QSIMRT_LINEAR;
  case RAMP:
    return QSIMRT_RAMP;
  case TANH:
    return QSIMRT_TANH;
  case PLSE:
    return QSIMRT_PLSE;
  case LEAKY:
    return QSIMRT_LEAKY;
  case ELU:
    return QSIMRT_ELU;
  case LOGGY:
    return QSIMRT_LOGGY;
  case STAIR:
    return QSIMRT_STAIR;
  case HARDTAN:
    return QSIMRT_HARDTAN;
  case LHTAN:
    return QSIMRT_LHTAN;
  case SELU:
    return QSIMRT_SELU;
  }
  ADD_FAILURE() << "activation " << theirs.activation;
  return QSIMRT_LINEAR;
}

inline qsimrt_convolutional weightsOf(const layer &theirs) {
  qsimrt_convolutional ours = {};
  ours.filters = theirs.type == CONNECTED ? theirs.outputs : theirs.n;
  ours.size = theirs.type == CONNECTED ? 1 : theirs.size;
  ours.stride = theirs.type == CONNECTED ? 1 : theirs.stride;
  ours.pad = theirs.pad;
  ours.groups = theirs.type == CONVOLUTIONAL ? theirs.groups : 1;
  ours.batch_normalize = theirs.batch_normalize;
  ours.activation = activationOf(theirs);
  ours.weights = theirs.weights;
  ours.biases = theirs.biases;
  ours.scales = theirs.scales;
  ours.mean = theirs.rolling_mean;
  ours.variance = theirs.rolling_variance;
  return ours;
}

// Our description of one of its layers.
inline qsimrt_layer describe(const layer &theirs) {
  qsimrt_layer ours = {};
  ours.shape = shapeOf(theirs);
  switch (theirs.type) {
  case CONVOLUTIONAL:
    ours.kind = QSIMRT_CONVOLUTIONAL;
    ours.u.convolutional = weightsOf(theirs);
    break;
  case CONNECTED:
    ours.kind = QSIMRT_CONNECTED;
    ours.u.convolutional = weightsOf(theirs);
    break;
  case LOCAL:
    ours.kind = QSIMRT_LOCAL;
    ours.u.convolutional = weightsOf(theirs);
    break;
  case MAXPOOL:
    ours.kind = QSIMRT_MAXPOOL;
    ours.u.maxpool = {theirs.size, theirs.stride, theirs.pad, {}, 0};
    break;
  case AVGPOOL:
    ours.kind = QSIMRT_AVGPOOL;
    break;
  case ROUTE:
    ours.kind = QSIMRT_ROUTE;
    ours.u.route.groups = 1;
    break;
  case SHORTCUT:
    ours.kind = QSIMRT_SHORTCUT;
    ours.u.elementwise.activation = activationOf(theirs);
    break;
  case UPSAMPLE:
    ours.kind = QSIMRT_UPSAMPLE;
    ours.u.upsample.stride = theirs.stride;
    break;
  case REORG:
    ours.kind = QSIMRT_REORG;
    ours.u.reorg = {theirs.stride, QSIMRT_REORG_DARKNET, theirs.extra};
    break;
  case CROP:
    ours.kind = QSIMRT_CROP;
    ours.u.crop.noadjust = theirs.noadjust;
    break;
  case DROPOUT:
    ours.kind = QSIMRT_DROPOUT;
    break;
  case SOFTMAX:
    ours.kind = QSIMRT_SOFTMAX;
    ours.u.softmax = {theirs.groups, theirs.temperature, 1, 0};
    break;
  case YOLO:
    ours.kind = QSIMRT_YOLO;
    ours.u.yolo.classes = theirs.classes;
    ours.u.yolo.anchor_count = theirs.n;
    ours.u.yolo.scale_x_y = 1;
    break;
  case REGION:
    ours.kind = QSIMRT_REGION;
    ours.u.region = {theirs.classes, theirs.n, theirs.softmax, theirs.biases};
    break;
  case DETECTION:
    ours.kind = QSIMRT_DETECTION;
    ours.u.detection = {theirs.classes, theirs.side, theirs.n, theirs.softmax,
                        theirs.sqrt};
    break;
  default:
    ADD_FAILURE() << "layer type " << theirs.type;
  }
  return ours;
}

} // namespace qsim::test

#endif // QSIM_TEST_DARKNETFLOAT_DESCRIBE_H
