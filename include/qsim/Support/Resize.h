// SPDX-License-Identifier: Apache-2.0
// From a picture to a network's input: numerics.md N23, N24, N34, to the bit.
#ifndef QSIM_SUPPORT_RESIZE_H
#define QSIM_SUPPORT_RESIZE_H

#include "qsim/Support/Picture.h"
#include "qsimrt/model.h"

#include <vector>

namespace qsim {

/// Planar float32: channels x height x width (CHW), values 0..1. Byte v becomes
/// f32(f64(v) / 255).
std::vector<float> toPlanar(const Picture &picture);

/// Resizes every channel of a CHW tensor (planar.size() / (width * height)
/// channels) to the target size (sides >= 0; an empty target gives no values).
std::vector<float> resizeStretch(const std::vector<float> &planar, int width,
                                 int height, int targetWidth, int targetHeight);

/// Keeps the proportions, in the middle of a canvas of 0.5.
std::vector<float> resizeLetterbox(const std::vector<float> &planar, int width,
                                   int height, int targetWidth,
                                   int targetHeight);

/// Keeps the proportions, the shorter side becoming targetWidth, and takes the
/// window in the middle (sides >= 1), as Darknet's classifiers do.
std::vector<float> resizeCenterCrop(const std::vector<float> &planar, int width,
                                    int height, int targetWidth,
                                    int targetHeight);

/// toPlanar and the resize in one: 3 x targetHeight x targetWidth floats, what
/// qsimrt_set_input takes. Does not build the full-size float picture.
std::vector<float> preprocess(const Picture &picture, int targetWidth,
                              int targetHeight, qsimrt_resize mode);

/// The same with the canvas and the crop of `settings`, and what follows the
/// resize: the order of channels, scale, mean and deviation (N66). The first
/// `channels` planes, 1 or 3.
std::vector<float> preprocess(const Picture &picture, qsimrt_shape shape,
                              const qsimrt_preprocess &settings);

} // namespace qsim

#endif // QSIM_SUPPORT_RESIZE_H
