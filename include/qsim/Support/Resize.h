// SPDX-License-Identifier: Apache-2.0
// From a picture to a network's input: numerics.md N23 and N24, to the bit.
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

/// toPlanar and the resize in one: 3 x targetHeight x targetWidth floats, what
/// qsimrt_set_input takes. Does not build the full-size float picture.
std::vector<float> preprocess(const Picture &picture, int targetWidth,
                              int targetHeight, qsimrt_resize mode);

/// Where a letterboxed picture lies on the canvas, in pixels.
struct LetterboxPlacement {
  int x, y, width, height;
};
LetterboxPlacement placeLetterbox(int width, int height, int targetWidth,
                                  int targetHeight);

} // namespace qsim

#endif // QSIM_SUPPORT_RESIZE_H
