// SPDX-License-Identifier: Apache-2.0
// Chains for each instruction set; the best one that the machine has runs.
//
// 12 chains are more than latency times instructions a clock of any machine
// that we know, and with the operands they fit into 16 registers.
#include "peak.h"

#include <stddef.h>
#include <stdint.h>

typedef struct chain_kind {
  const char *instruction;
  double (*run)(long steps);
} chain_kind;

static volatile float float_sink;
static volatile int32_t int_sink;

#if defined(__x86_64__)
#include <immintrin.h>

// One function: 12 chains of TYPE, each step STEP(chain, a, b). The chains have
// names of their own, since GCC keeps those in registers and an array in
// memory, and begin differently: GCC computes equal ones once.
#define QSIM_CHAINS(NAME, TARGET, TYPE, LANES, SET, A, B, STEP, SINK)          \
  __attribute__((target(TARGET), noinline)) static double NAME(long steps) {   \
    const TYPE a = A, b = B;                                                   \
    TYPE c0 = SET(0), c1 = SET(1), c2 = SET(2), c3 = SET(3), c4 = SET(4),      \
         c5 = SET(5), c6 = SET(6), c7 = SET(7), c8 = SET(8), c9 = SET(9),      \
         c10 = SET(10), c11 = SET(11);                                         \
    for (long step = 0; step < steps; ++step) {                                \
      c0 = STEP(c0, a, b), c1 = STEP(c1, a, b), c2 = STEP(c2, a, b);           \
      c3 = STEP(c3, a, b), c4 = STEP(c4, a, b), c5 = STEP(c5, a, b);           \
      c6 = STEP(c6, a, b), c7 = STEP(c7, a, b), c8 = STEP(c8, a, b);           \
      c9 = STEP(c9, a, b), c10 = STEP(c10, a, b), c11 = STEP(c11, a, b);       \
    }                                                                          \
    SINK(c0), SINK(c1), SINK(c2), SINK(c3), SINK(c4), SINK(c5);                \
    SINK(c6), SINK(c7), SINK(c8), SINK(c9), SINK(c10), SINK(c11);              \
    return 2.0 * 12 * LANES * (double)steps;                                   \
  }

#define SINK_PS512(v) float_sink = _mm512_cvtss_f32(v)
#define SINK_PS256(v) float_sink = _mm256_cvtss_f32(v)
#define SINK_PS128(v) float_sink = _mm_cvtss_f32(v)
#define SINK_I512(v) int_sink = _mm_cvtsi128_si32(_mm512_castsi512_si128(v))
#define SINK_I256(v) int_sink = _mm_cvtsi128_si32(_mm256_castsi256_si128(v))
#define SINK_I128(v) int_sink = _mm_cvtsi128_si32(v)

#define FMA512(c, a, b) _mm512_fmadd_ps(a, b, c)
#define FMA256(c, a, b) _mm256_fmadd_ps(a, b, c)
// The product must not be moved out of the loop: it depends on the chain.
#define MUL_ADD128(c, a, b) _mm_add_ps(_mm_mul_ps(a, c), b)
// Without a dot product: pairs to 16 bits, those to 32, then the sum. XOR makes
// the first depend on the chain, as on new data.
#define DOT512(c, a, b)                                                        \
  _mm512_add_epi32(c, _mm512_madd_epi16(                                       \
                          _mm512_maddubs_epi16(_mm512_xor_si512(c, a), b), b))
#define DOT256(c, a, b)                                                        \
  _mm256_add_epi32(c, _mm256_madd_epi16(                                       \
                          _mm256_maddubs_epi16(_mm256_xor_si256(c, a), b), b))
#define DOT128(c, a, b) _mm_add_epi32(c, _mm_madd_epi16(_mm_xor_si128(c, a), b))

QSIM_CHAINS(fma512, "avx512f", __m512, 16, _mm512_set1_ps, _mm512_set1_ps(0.5f),
            _mm512_set1_ps(0.25f), FMA512, SINK_PS512)
QSIM_CHAINS(fma256, "avx2,fma", __m256, 8, _mm256_set1_ps, _mm256_set1_ps(0.5f),
            _mm256_set1_ps(0.25f), FMA256, SINK_PS256)
QSIM_CHAINS(sse, "sse2", __m128, 4, _mm_set1_ps, _mm_set1_ps(0.5f),
            _mm_set1_ps(0.25f), MUL_ADD128, SINK_PS128)
QSIM_CHAINS(vnni512, "avx512f,avx512vnni", __m512i, 64, _mm512_set1_epi32,
            _mm512_set1_epi8(3), _mm512_set1_epi8(1), _mm512_dpbusd_epi32,
            SINK_I512)
QSIM_CHAINS(vnni256, "avx2,avxvnni", __m256i, 32, _mm256_set1_epi32,
            _mm256_set1_epi8(3), _mm256_set1_epi8(1), _mm256_dpbusd_avx_epi32,
            SINK_I256)
QSIM_CHAINS(bw512, "avx512f,avx512bw", __m512i, 64, _mm512_set1_epi32,
            _mm512_set1_epi8(3), _mm512_set1_epi8(1), DOT512, SINK_I512)
QSIM_CHAINS(avx2_dot, "avx2", __m256i, 32, _mm256_set1_epi32,
            _mm256_set1_epi8(3), _mm256_set1_epi8(1), DOT256, SINK_I256)
QSIM_CHAINS(sse_int, "sse2", __m128i, 8, _mm_set1_epi32, _mm_set1_epi16(3),
            _mm_set1_epi16(1), DOT128, SINK_I128)

static chain_kind best(qsim_peak_kind kind) {
  const int bw = __builtin_cpu_supports("avx512bw");
  const int avx2 = __builtin_cpu_supports("avx2");
  if (kind == QSIM_PEAK_FLOAT) {
    if (__builtin_cpu_supports("avx512f"))
      return (chain_kind){"vfmadd zmm", fma512};
    if (avx2 && __builtin_cpu_supports("fma"))
      return (chain_kind){"vfmadd ymm", fma256};
    return (chain_kind){"mulps and addps xmm", sse};
  }
  if (__builtin_cpu_supports("avx512vnni"))
    return (chain_kind){"vpdpbusd zmm", vnni512};
  // With both, two 256-bit dot products beat three 512-bit instructions.
  if (avx2 && __builtin_cpu_supports("avxvnni"))
    return (chain_kind){"vpdpbusd ymm", vnni256};
  if (bw)
    return (chain_kind){"vpmaddubsw, vpmaddwd and vpaddd zmm", bw512};
  if (avx2)
    return (chain_kind){"vpmaddubsw, vpmaddwd and vpaddd ymm", avx2_dot};
  return (chain_kind){"pmaddwd and paddd xmm", sse_int};
}
#else
// Whatever the compiler makes of it: no peak, but the best that is known here.
enum { CHAINS = 16, LANES = 8 };

static double plain_float(long steps) {
  float chains[CHAINS * LANES] = {0};
  for (long step = 0; step < steps; ++step)
    for (int i = 0; i < CHAINS * LANES; ++i)
      chains[i] = chains[i] * 0.5f + 0.25f;
  for (int i = 0; i < CHAINS * LANES; ++i)
    float_sink = chains[i];
  return 2.0 * CHAINS * LANES * (double)steps;
}

static double plain_int(long steps) {
  int32_t chains[CHAINS * LANES] = {0};
  for (long step = 0; step < steps; ++step)
    for (int i = 0; i < CHAINS * LANES; ++i)
      chains[i] += (int32_t)(int8_t)chains[i] * 3;
  for (int i = 0; i < CHAINS * LANES; ++i)
    int_sink = chains[i];
  return 2.0 * CHAINS * LANES * (double)steps;
}

static chain_kind best(qsim_peak_kind kind) {
  return kind == QSIM_PEAK_FLOAT ? (chain_kind){"compiled C", plain_float}
                                 : (chain_kind){"compiled C", plain_int};
}
#endif

const char *qsim_peak_instruction(qsim_peak_kind kind) {
  return best(kind).instruction;
}

double qsim_peak_run(qsim_peak_kind kind, long steps) {
  return best(kind).run(steps);
}
