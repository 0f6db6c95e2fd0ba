// SPDX-License-Identifier: Apache-2.0
// What kernels do with vectors of int32 and float64, on NEON of AArch64; the
// names are those of x86/lanes_avx512.h.
#ifndef QSIMRT_OPT_ARM_LANES_NEON_H
#define QSIMRT_OPT_ARM_LANES_NEON_H

#include <arm_neon.h>
#include <stdint.h>
#include <string.h>

enum { LANES = 4 };        // of a vector of int32
typedef int32x4_t lanes;   // int32
typedef float64x2_t reals; // float64: as many as half of the lanes

static inline lanes lanes_load(const int32_t *from) { return vld1q_s32(from); }
static inline void lanes_store(int32_t *to, lanes x) { vst1q_s32(to, x); }
static inline lanes lanes_set(int32_t x) { return vdupq_n_s32(x); }
static inline lanes lanes_add(lanes a, lanes b) { return vaddq_s32(a, b); }
static inline lanes lanes_sub(lanes a, lanes b) { return vsubq_s32(a, b); }
static inline lanes lanes_min(lanes a, lanes b) { return vminq_s32(a, b); }
static inline lanes lanes_max(lanes a, lanes b) { return vmaxq_s32(a, b); }

// A comparison gives -1 where it holds, else 0.
static inline lanes lanes_of_mask(uint32x4_t mask) {
  return vreinterpretq_s32_u32(mask);
}

// One more in the lanes where a and b differ.
static inline lanes lanes_count_changed(lanes counts, lanes a, lanes b) {
  return vsubq_s32(counts, lanes_of_mask(vmvnq_u32(vceqq_s32(a, b))));
}

static inline uint32x4_t is_outside(lanes smallest, lanes largest, lanes low,
                                    lanes high) {
  return vorrq_u32(vcltq_s32(smallest, low), vcgtq_s32(largest, high));
}

// One more in the lanes of x outside low..high.
static inline lanes lanes_count_outside(lanes counts, lanes x, lanes low,
                                        lanes high) {
  return vsubq_s32(counts, lanes_of_mask(is_outside(x, x, low, high)));
}

static inline int lanes_any_outside(lanes smallest, lanes largest, lanes low,
                                    lanes high) {
  return vmaxvq_u32(is_outside(smallest, largest, low, high)) != 0;
}

static inline lanes lanes_where_negative(lanes sign, lanes negative,
                                         lanes positive) {
  return vbslq_s32(vcltzq_s32(sign), negative, positive);
}

// The first `count` lanes of a, the others of b.
static inline lanes lanes_where_first(int32_t count, lanes a, lanes b) {
  static const int32_t numbers[LANES] = {0, 1, 2, 3};
  return vbslq_s32(vcltq_s32(lanes_load(numbers), lanes_set(count)), a, b);
}

// Of unsigned counts.
static inline uint64_t lanes_sum(lanes counts) {
  return vaddlvq_u32(vreinterpretq_u32_s32(counts));
}

static inline void lanes_store_some(int32_t *to, lanes x, int32_t count) {
  int32_t each[LANES];
  if (count >= LANES) {
    lanes_store(to, x);
    return;
  }
  lanes_store(each, x);
  memcpy(to, each, (size_t)count * sizeof *to);
}
static inline lanes lanes_or(lanes a, lanes b) { return vorrq_s32(a, b); }
static inline lanes lanes_shift_left(lanes x, int32_t bits) {
  return vshlq_s32(x, lanes_set(bits));
}

// ---- bytes and words in memory ---------------------------------------------

static inline lanes lanes_load_bytes(const uint8_t *from) {
  uint32_t bytes;
  memcpy(&bytes, from, sizeof bytes);
  const uint16x8_t words = vmovl_u8(vcreate_u8(bytes));
  return vreinterpretq_s32_u32(vmovl_u16(vget_low_u16(words)));
}

// The low bytes of 4 lanes.
static inline uint32_t low_bytes(lanes x) {
  const uint16x4_t words = vmovn_u32(vreinterpretq_u32_s32(x));
  const uint8x8_t bytes = vmovn_u16(vcombine_u16(words, words));
  return vget_lane_u32(vreinterpret_u32_u8(bytes), 0);
}
static inline void lanes_store_bytes(uint8_t *to, lanes x) {
  const uint32_t bytes = low_bytes(x);
  memcpy(to, &bytes, sizeof bytes);
}
static inline void lanes_store_some_bytes(uint8_t *to, lanes x, int32_t count) {
  const uint32_t bytes = low_bytes(x);
  if (count > 0)
    memcpy(to, &bytes, count < LANES ? (size_t)count : (size_t)LANES);
}
static inline void lanes_store_words(int16_t *to, lanes x) {
  vst1_s16(to, vmovn_s32(x));
}

// ---- float64 ---------------------------------------------------------------

static inline reals reals_set(double x) { return vdupq_n_f64(x); }
static inline reals reals_load(const double *from) { return vld1q_f64(from); }
static inline reals reals_mul(reals a, reals b) { return vmulq_f64(a, b); }
static inline reals reals_add(reals a, reals b) { return vaddq_f64(a, b); }
static inline reals reals_sub(reals a, reals b) { return vsubq_f64(a, b); }
static inline reals reals_div(reals a, reals b) { return vdivq_f64(a, b); }
static inline reals reals_from_floats(const float *from) {
  return vcvt_f64_f32(vld1_f32(from));
}
static inline void reals_to_floats(float *to, reals x) {
  vst1_f32(to, vcvt_f32_f64(x));
}
// Are all magnitudes at most `most`, and numbers?
static inline int reals_all_within(reals x, double most) {
  const uint64x2_t within = vcaleq_f64(x, vdupq_n_f64(most));
  return vminvq_u32(vreinterpretq_u32_u64(within)) != 0;
}
// 2^k, where the low bits of x hold k: a normal number.
static inline reals reals_power_of_two(reals x) {
  return vreinterpretq_f64_s64(
      vshlq_n_s64(vaddq_s64(vreinterpretq_s64_f64(x), vdupq_n_s64(1023)), 52));
}
static inline reals reals_fma(reals a, reals b, reals c) {
  return vfmaq_f64(c, a, b);
}
static inline reals reals_min(reals a, reals b) { return vminq_f64(a, b); }
static inline reals reals_max(reals a, reals b) { return vmaxq_f64(a, b); }
static inline reals reals_where_negative(reals sign, reals negative,
                                         reals positive) {
  return vbslq_f64(vcltzq_f64(sign), negative, positive);
}

static inline reals lanes_low(lanes x) {
  return vcvtq_f64_s64(vmovl_s32(vget_low_s32(x)));
}
static inline reals lanes_high(lanes x) {
  return vcvtq_f64_s64(vmovl_high_s32(x));
}

// Toward the floor.
static inline lanes lanes_round_down(reals low, reals high) {
  return vmovn_high_s64(vmovn_s64(vcvtmq_s64_f64(low)), vcvtmq_s64_f64(high));
}

// ---- int64 -----------------------------------------------------------------

// 2 lanes of lanes_shift_products, limited to int32.
static inline int32x2_t shift_products(int32x2_t acc, int32x2_t mult,
                                       int32x2_t shift, int has_half) {
  const int64x2_t wide_shift = vmovl_s32(shift);
  const int64x2_t one = vdupq_n_s64(1);
  int64x2_t product = vmull_s32(acc, mult);
  if (has_half)
    product = vaddq_s64(product, vshlq_s64(one, vsubq_s64(wide_shift, one)));
  return vqmovn_s64(vshlq_s64(product, vnegq_s64(wide_shift)));
}

static inline lanes lanes_shift_products(lanes acc, lanes mult, lanes shift,
                                         int has_half) {
  const lanes limit = lanes_set(1 << 24);
  const lanes rounded =
      vcombine_s32(shift_products(vget_low_s32(acc), vget_low_s32(mult),
                                  vget_low_s32(shift), has_half),
                   shift_products(vget_high_s32(acc), vget_high_s32(mult),
                                  vget_high_s32(shift), has_half));
  return lanes_max(lanes_min(rounded, limit), vnegq_s32(limit));
}

// ---- float32 ---------------------------------------------------------------

typedef float32x4_t floats;

static inline floats floats_set(float x) { return vdupq_n_f32(x); }
static inline floats floats_add(floats a, floats b) { return vaddq_f32(a, b); }
static inline floats floats_sub(floats a, floats b) { return vsubq_f32(a, b); }
static inline floats floats_mul(floats a, floats b) { return vmulq_f32(a, b); }
static inline floats floats_min(floats a, floats b) { return vminq_f32(a, b); }
static inline floats floats_max(floats a, floats b) { return vmaxq_f32(a, b); }
static inline floats floats_fma(floats a, floats b, floats c) {
  return vfmaq_f32(c, a, b);
}
static inline floats floats_load(const float *from) { return vld1q_f32(from); }
static inline void floats_store(float *to, floats x) { vst1q_f32(to, x); }
// tap > largest ? tap : largest
static inline floats floats_larger(floats tap, floats largest) {
  return vbslq_f32(vcgtq_f32(tap, largest), tap, largest);
}
// The larger of two magnitudes, of which the first is one already.
static inline floats floats_farther(floats a, floats b) {
  return vmaxq_f32(a, vabsq_f32(b));
}
static inline int floats_any_from(floats x, floats limit) {
  return vmaxvq_u32(vcgeq_f32(x, limit)) != 0;
}
static inline floats floats_where_negative(lanes sign, floats negative,
                                           floats positive) {
  return vbslq_f32(vcltzq_s32(sign), negative, positive);
}
// Lane i becomes lane index[i] of x.
static inline floats floats_spread(floats x, lanes index) {
  const lanes bytes = vmlaq_n_s32(vdupq_n_s32(0x03020100), index, 0x04040404);
  return vreinterpretq_f32_u8(
      vqtbl1q_u8(vreinterpretq_u8_f32(x), vreinterpretq_u8_s32(bytes)));
}
static inline lanes floats_bits(floats x) { return vreinterpretq_s32_f32(x); }
static inline lanes floats_truncate(floats x) { return vcvtq_s32_f32(x); }

// The first `count`; 0 beyond.
static inline floats floats_load_some(const float *from, int32_t count) {
  float each[LANES] = {0};
  if (count >= LANES)
    return vld1q_f32(from);
  if (count > 0)
    memcpy(each, from, (size_t)count * sizeof *from);
  return vld1q_f32(each);
}
// 0 in place of what is not a number.
static inline floats floats_numbers(floats x) {
  return vreinterpretq_f32_u32(
      vandq_u32(vceqq_f32(x, x), vreinterpretq_u32_f32(x)));
}

static inline floats floats_from_lanes(lanes x) { return vcvtq_f32_s32(x); }
// x where it is above 0, else `other`.
static inline floats floats_above_or(floats x, floats other) {
  return vbslq_f32(vcgtzq_f32(x), x, other);
}
// The first `count`.
static inline void floats_store_some(float *to, floats x, int32_t count) {
  float each[LANES];
  vst1q_f32(each, x);
  if (count > 0)
    memcpy(to, each, count < LANES ? (size_t)count * sizeof *to : sizeof each);
}

#endif // QSIMRT_OPT_ARM_LANES_NEON_H
