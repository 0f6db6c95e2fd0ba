// SPDX-License-Identifier: Apache-2.0
// The KL threshold of docs/spec/calibration.md.
#include "Divergence.h"

#include "Candidates.h"

#include <algorithm>
#include <cmath>

using namespace qsim;

namespace {

constexpr std::size_t mostBins = 2048;
// Taken from the bins that hold something and given to those that do not, so
// that the logarithm exists; in units of counts.
constexpr double smoothing = 1e-4;

// False when a bin would not stay positive.
bool smooth(std::vector<double> &counts) {
  std::size_t full = std::count_if(counts.begin(), counts.end(),
                                   [](double n) { return n != 0; });
  std::size_t empty = counts.size() - full;
  if (full == 0)
    return false;
  double taken =
      smoothing * static_cast<double>(empty) / static_cast<double>(full);
  for (double &n : counts) {
    n = n != 0 ? n - taken : smoothing;
    if (n <= 0)
      return false;
  }
  return true;
}

// Each level spreads what its bins hold evenly over those that P uses.
std::vector<double> quantized(const std::vector<double> &counts,
                              const std::vector<double> &reference,
                              int levels) {
  std::size_t kept = reference.size();
  std::vector<double> result(kept);
  auto levelOf = [&](std::size_t bin) { return bin * levels / kept; };
  for (std::size_t begin = 0; begin < kept;) {
    std::size_t end = begin;
    double sum = 0;
    std::size_t used = 0;
    for (; end < kept && levelOf(end) == levelOf(begin); ++end) {
      sum += counts[end];
      used += reference[end] != 0;
    }
    for (; begin < end; ++begin)
      if (reference[begin] != 0)
        result[begin] = sum / static_cast<double>(used);
  }
  return result;
}

} // namespace

Magnitudes qsim::foldMagnitudes(const Histogram &histogram, double cap) {
  Magnitudes folded;
  int first = histogram.firstBin(), last = histogram.lastBin();
  if (first > last)
    return folded;
  folded.width = histogram.width();
  // Bin b >= 0 holds magnitudes from b * width on, bin b < 0 up to -b * width.
  auto magnitude = [](int bin) { return bin < 0 ? -bin - 1 : bin; };
  int most = 0;
  for (int bin = first; bin <= last; ++bin)
    if (histogram.bin(bin))
      most = std::max(most, magnitude(bin));
  int limit =
      cap < (most + 1) * folded.width
          ? std::max(0, static_cast<int>(std::ceil(cap / folded.width)) - 1)
          : most;
  folded.counts.resize(limit + 1);
  for (int bin = first; bin <= last; ++bin)
    folded.counts[std::min(magnitude(bin), limit)] +=
        static_cast<double>(histogram.bin(bin));
  while (folded.counts.size() > mostBins) {
    std::size_t half = (folded.counts.size() + 1) / 2;
    for (std::size_t i = 0; i < half; ++i)
      folded.counts[i] =
          folded.counts[2 * i] +
          (2 * i + 1 < folded.counts.size() ? folded.counts[2 * i + 1] : 0);
    folded.counts.resize(half);
    folded.width *= 2;
  }
  return folded;
}

std::optional<double> qsim::divergenceAt(const Magnitudes &magnitudes, int kept,
                                         int levels) {
  const std::vector<double> &counts = magnitudes.counts;
  std::vector<double> p(counts.begin(), counts.begin() + kept);
  for (std::size_t i = kept; i < counts.size(); ++i)
    p.back() += counts[i];
  std::vector<double> q = quantized(counts, p, levels);
  if (!smooth(p) || !smooth(q))
    return std::nullopt;
  double sumP = 0, sumQ = 0;
  for (int i = 0; i < kept; ++i) {
    sumP += p[i];
    sumQ += q[i];
  }
  double divergence = 0;
  for (int i = 0; i < kept; ++i)
    divergence += p[i] / sumP * std::log((p[i] / sumP) / (q[i] / sumQ));
  return divergence;
}

DivergenceChoice qsim::leastDivergence(const Magnitudes &magnitudes, int levels,
                                       ThreadPool *pool) {
  int bins = static_cast<int>(magnitudes.counts.size());
  DivergenceChoice best{bins * magnitudes.width, 0};
  if (bins < levels)
    return best;
  const auto at = [&](std::size_t i) {
    return divergenceAt(magnitudes, levels + static_cast<int>(i), levels);
  };
  const std::vector<std::optional<double>> divergences =
      judgeAll(pool, static_cast<std::size_t>(bins - levels + 1), at);
  bool found = false;
  for (int kept = levels; kept <= bins; ++kept) {
    const std::optional<double> &divergence =
        divergences[static_cast<std::size_t>(kept - levels)];
    if (divergence && (!found || *divergence <= best.divergence)) {
      best = {(kept + 0.5) * magnitudes.width, *divergence};
      found = true;
    }
  }
  return best;
}
