// SPDX-License-Identifier: Apache-2.0
// What calibration observed: for each tensor its histogram and channel means.
#ifndef QSIM_CALIBRATION_STATISTICS_H
#define QSIM_CALIBRATION_STATISTICS_H

#include "qsim/Calibration/Histogram.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qsim {

/// Sums of a tensor's values per channel. Each picture contributes one fixed
/// sum per channel, which is converted to a whole number of 2^-56 and added
/// exactly: the order of the pictures does not matter.
class ChannelSums {
public:
  __extension__ typedef __int128 Wide;

  explicit ChannelSums(std::size_t channels = 0) : sums(channels) {}

  /// `values` in CHW order, `pixels` = H * W per channel.
  void add(const float *values, std::size_t pixels);
  /// The sum of each channel's `pixels` values in one picture.
  void add(std::span<const double> picture, std::size_t pixels);
  /// Both must have the same number of channels.
  void merge(const ChannelSums &other);

  std::size_t channels() const { return sums.size(); }
  /// Values seen per channel.
  std::uint64_t count() const { return seen; }
  /// Mean of a channel's values; 0 when none were seen.
  double mean(std::size_t channel) const;

  const std::vector<Wide> &raw() const { return sums; }
  void restore(std::uint64_t count, std::vector<Wide> raw);

  bool operator==(const ChannelSums &) const = default;

private:
  std::vector<Wide> sums; // in units of 2^-56
  std::uint64_t seen = 0;
};

struct TensorStatistics {
  /// The layer's name, "image" for the picture; "NAME/preactivation" for what
  /// a table activation is applied to.
  std::string name;
  int index = 0; // the layer's index; -1 for the picture
  Histogram histogram;
  ChannelSums sums;

  bool operator==(const TensorStatistics &) const = default;
};

struct NetworkStatistics {
  std::string network;
  std::uint64_t samples = 0;
  std::vector<TensorStatistics> tensors; // by ascending index

  /// By layer name; null when there is none.
  const TensorStatistics *find(std::string_view name) const;

  bool operator==(const NetworkStatistics &) const = default;
};

} // namespace qsim

#endif // QSIM_CALIBRATION_STATISTICS_H
