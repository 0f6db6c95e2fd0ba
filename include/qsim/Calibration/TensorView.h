// SPDX-License-Identifier: Apache-2.0
// The values of a tensor where somebody keeps them.
#ifndef QSIM_CALIBRATION_TENSORVIEW_H
#define QSIM_CALIBRATION_TENSORVIEW_H

#include <cstddef>

namespace qsim {

/// Either planes without gaps (CHW), or the channels of a pixel side by side
/// with gaps wherever the owner likes. Executors show tensors as they lie, so
/// that nobody copies them only to count their values.
struct TensorView {
  const float *values; // of channel 0, row 0, column 0
  std::size_t channels, height, width;
  std::size_t channelStep, rowStep, columnStep; // in floats

  static TensorView planes(const float *values, std::size_t channels,
                           std::size_t height, std::size_t width) {
    return {values, channels, height, width, height * width, width, 1};
  }

  std::size_t pixels() const { return height * width; }
  bool isPlanes() const {
    return columnStep == 1 && rowStep == width && channelStep == pixels();
  }
};

} // namespace qsim

#endif // QSIM_CALIBRATION_TENSORVIEW_H
