// SPDX-License-Identifier: Apache-2.0
// Reads a tensor block by block: counted and added while in the first cache.
#include "TensorObserver.h"

#include "PixelSums.h"

#include <algorithm>
#include <cstring>

using namespace qsim;

namespace {
constexpr std::size_t blockSize = 2048; // values
} // namespace

void TensorObserver::addPlanes(Histogram &histogram, const TensorView &view) {
  for (std::size_t c = 0; c < view.channels; ++c) {
    const float *plane = view.values + c * view.channelStep;
    tally.add(histogram, plane, view.pixels());
    sums[c] = channelSum(plane, view.pixels());
  }
}

void TensorObserver::addPixels(Histogram &histogram, const TensorView &view) {
  const std::size_t most = std::max<std::size_t>(1, blockSize / view.channels);
  partial.assign(sumLanes * view.channels, 0);
  for (std::size_t y = 0; y < view.height; ++y)
    for (std::size_t x = 0; x < view.width; x += most) {
      const float *from = view.values + y * view.rowStep + x * view.columnStep;
      const std::size_t pixels = std::min(most, view.width - x);
      const float *block = from;
      if (view.columnStep != view.channels) {
        packed.resize(most * view.channels);
        for (std::size_t i = 0; i < pixels; ++i)
          std::memcpy(&packed[i * view.channels], from + i * view.columnStep,
                      view.channels * sizeof(float));
        block = packed.data();
      }
      tally.add(histogram, block, pixels * view.channels);
      qsim::addPixels(from, y * view.width + x, pixels, view.columnStep,
                      view.channels, partial.data());
    }
  joinPartialSums(partial.data(), view.channels, sums.data());
}

void TensorObserver::add(TensorStatistics &statistics, const TensorView &view) {
  sums.resize(view.channels);
  if (view.isPlanes())
    addPlanes(statistics.histogram, view);
  else
    addPixels(statistics.histogram, view);
  tally.finish(statistics.histogram);
  statistics.sums.add(sums, view.pixels());
}
