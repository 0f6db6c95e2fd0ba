// SPDX-License-Identifier: Apache-2.0
// Exact sums per channel.
#include "qsim/Calibration/Statistics.h"

#include "PixelSums.h"

#include <algorithm>
#include <cmath>

using namespace qsim;

namespace {

constexpr double unitsPerOne = 0x1p56;
// Larger sums than this (of one picture) would not fit; a network that makes
// them has no use for their exact value.
constexpr double largestSum = 0x1p62;

} // namespace

void ChannelSums::add(const float *values, std::size_t pixels) {
  std::vector<double> picture(sums.size());
  for (std::size_t channel = 0; channel < sums.size(); ++channel)
    picture[channel] = channelSum(values + channel * pixels, pixels);
  add(picture, pixels);
}

void ChannelSums::add(std::span<const double> picture, std::size_t pixels) {
  for (std::size_t channel = 0; channel < sums.size(); ++channel) {
    double sum = picture[channel];
    if (std::isnan(sum))
      continue; // The histogram has counted it; calibration is refused later.
    sum = std::clamp(sum, -largestSum, largestSum);
    sums[channel] += static_cast<Wide>(std::nearbyint(sum * unitsPerOne));
  }
  seen += pixels;
}

void ChannelSums::merge(const ChannelSums &other) {
  for (std::size_t channel = 0; channel < sums.size(); ++channel)
    sums[channel] += other.sums[channel];
  seen += other.seen;
}

double ChannelSums::mean(std::size_t channel) const {
  if (seen == 0)
    return 0;
  return static_cast<double>(sums[channel]) / unitsPerOne /
         static_cast<double>(seen);
}

void ChannelSums::restore(std::uint64_t count, std::vector<Wide> raw) {
  seen = count;
  sums = std::move(raw);
}

const TensorStatistics *NetworkStatistics::find(std::string_view name) const {
  auto found = std::find_if(
      tensors.begin(), tensors.end(),
      [&](const TensorStatistics &tensor) { return tensor.name == name; });
  return found == tensors.end() ? nullptr : &*found;
}
