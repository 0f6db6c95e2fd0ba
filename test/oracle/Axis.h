// SPDX-License-Identifier: Apache-2.0
// Windows along one direction, rows or columns (N51).
#ifndef ORACLE_AXIS_H
#define ORACLE_AXIS_H

#include <cstdint>
#include <vector>

namespace oracle {

struct Axis {
  int64_t size = 1, stride = 1, dilation = 1, before = 0, after = 0;
  int64_t inputDilation = 1; // of a convolution
  bool ceil = false;         // of a pool

  bool operator==(const Axis &) const = default;

  // What one window spans, and how long the input is once it is dilated.
  int64_t span() const { return (size - 1) * dilation + 1; }
  int64_t dilated(int64_t in) const { return (in - 1) * inputDilation + 1; }

  // Where tap k of window `out` lies on the dilated input.
  int64_t place(int64_t out, int64_t k) const {
    return out * stride + k * dilation - before;
  }

  // The index of the input that this tap reads; -1: outside.
  int64_t source(int64_t out, int64_t k, int64_t in) const {
    int64_t p = place(out, k);
    if (p < 0 || p > (in - 1) * inputDilation || p % inputDilation != 0)
      return -1;
    return p / inputDilation;
  }

  // Whether the tap lies on the input or on a pad (N53, count_pads).
  bool isPadded(int64_t out, int64_t k, int64_t in) const {
    int64_t p = place(out, k);
    return p >= -before && p < in + after;
  }

  bool fits(int64_t in) const { return dilated(in) + before + after >= span(); }

  // How many windows there are; at least one where one fits.
  int64_t windows(int64_t in) const {
    int64_t room = dilated(in) + before + after - span();
    if (!ceil)
      return room / stride + 1;
    int64_t count = (room + stride - 1) / stride + 1;
    if ((count - 1) * stride >= in + before)
      --count;
    return count;
  }
};

// A window of an output and the input that one of its taps reads.
struct Reach {
  int64_t out, in;
};

// The windows 0 .. outs-1 whose tap k lies inside, ascending.
inline std::vector<Reach> reaches(const Axis &axis, int64_t k, int64_t outs,
                                  int64_t in) {
  std::vector<Reach> result;
  for (int64_t out = 0; out < outs; ++out)
    if (int64_t source = axis.source(out, k, in); source >= 0)
      result.push_back({out, source});
  return result;
}

} // namespace oracle

#endif
