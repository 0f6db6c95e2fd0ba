// SPDX-License-Identifier: Apache-2.0
// Sums by channel, of planes and of pixels.
#include "PixelSums.h"

#include "VectorClones.h"

namespace qsim {

static double join(double a, double b, double c, double d) {
  return (a + b) + (c + d);
}

QSIM_VECTOR_CLONES
double channelSum(const float *values, std::size_t pixels) {
  double partial[sumLanes] = {};
  std::size_t i = 0;
  for (; i + sumLanes <= pixels; i += sumLanes)
    for (std::size_t lane = 0; lane < sumLanes; ++lane)
      partial[lane] += values[i + lane];
  for (; i < pixels; ++i)
    partial[i % sumLanes] += values[i];
  return join(partial[0], partial[1], partial[2], partial[3]);
}

namespace {

// Channels that are added side by side. Vectors of the compiler's: it keeps
// sums of all lanes in registers, which it does not with arrays.
constexpr std::size_t width = 8;
typedef float Floats
    __attribute__((vector_size(width * sizeof(float)), aligned(4), may_alias));
typedef double Doubles
    __attribute__((vector_size(width * sizeof(double)), aligned(8), may_alias));
// A function would be compiled for the lowest instruction set.
#define QSIM_AS_DOUBLES(from)                                                  \
  __builtin_convertvector(*reinterpret_cast<const Floats *>(from), Doubles)

} // namespace

// Of the channels that make no whole vector.
static void addLast(const float *values, std::size_t first, std::size_t pixels,
                    std::size_t step, std::size_t begin, std::size_t channels,
                    double *partial) {
  for (std::size_t i = 0; i < pixels; ++i)
    for (std::size_t c = begin; c < channels; ++c)
      partial[(first + i) % sumLanes * channels + c] += values[i * step + c];
}

QSIM_VECTOR_CLONES
void addPixels(const float *values, std::size_t first, std::size_t pixels,
               std::size_t step, std::size_t channels, double *partial) {
  std::size_t c = 0;
  for (; c + width <= channels; c += width) {
    Doubles *lanes[sumLanes];
    for (std::size_t i = 0; i < sumLanes; ++i)
      lanes[i] = reinterpret_cast<Doubles *>(
          partial + (first + i) % sumLanes * channels + c);
    Doubles sum0 = *lanes[0], sum1 = *lanes[1], sum2 = *lanes[2],
            sum3 = *lanes[3];
    const float *from = values + c;
    std::size_t i = 0;
    for (; i + sumLanes <= pixels; i += sumLanes, from += sumLanes * step) {
      sum0 += QSIM_AS_DOUBLES(from);
      sum1 += QSIM_AS_DOUBLES(from + step);
      sum2 += QSIM_AS_DOUBLES(from + 2 * step);
      sum3 += QSIM_AS_DOUBLES(from + 3 * step);
    }
    *lanes[0] = sum0;
    *lanes[1] = sum1;
    *lanes[2] = sum2;
    *lanes[3] = sum3;
    for (; i < pixels; ++i, from += step)
      *lanes[i % sumLanes] += QSIM_AS_DOUBLES(from);
  }
  addLast(values, first, pixels, step, c, channels, partial);
}

void joinPartialSums(const double *partial, std::size_t channels,
                     double *sums) {
  for (std::size_t c = 0; c < channels; ++c)
    sums[c] = join(partial[c], partial[channels + c], partial[2 * channels + c],
                   partial[3 * channels + c]);
}

} // namespace qsim
