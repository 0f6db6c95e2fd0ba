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

/// The size of a resized picture and where its corner lies relative to the
/// network's input, in pixels: at or inside it for a letterbox, at or outside
/// it (x and y negative) for a crop, whose y is positive when the picture is
/// lower.
struct Placement {
  std::int64_t x, y, width, height;
};
Placement placeLetterbox(int width, int height, int targetWidth,
                         int targetHeight);
Placement placeCenterCrop(int width, int height, int targetWidth,
                          int targetHeight);

} // namespace qsim

#endif // QSIM_SUPPORT_RESIZE_H
