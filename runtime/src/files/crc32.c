// SPDX-License-Identifier: Apache-2.0
// CRC-32 as in zip and PNG (polynomial 0xEDB88320), eight bytes at a time.
#include "opt/fast.h"

// tables[k][i] is the CRC of byte i followed by k zero bytes. It is linear in
// the bits of i, so eight constants (i = 1, 2, 4, ... 128) give a whole table.
#define BIT(i, n, value) (((i) >> (n)&1) ? (value) : 0U)
#define ENTRY(i, a, b, c, d, e, f, g, h)                                       \
  (BIT(i, 0, a) ^ BIT(i, 1, b) ^ BIT(i, 2, c) ^ BIT(i, 3, d) ^ BIT(i, 4, e) ^  \
   BIT(i, 5, f) ^ BIT(i, 6, g) ^ BIT(i, 7, h))
#define FOUR(i, ...)                                                           \
  ENTRY(i, __VA_ARGS__), ENTRY((i) + 1, __VA_ARGS__),                          \
      ENTRY((i) + 2, __VA_ARGS__), ENTRY((i) + 3, __VA_ARGS__)
#define SIXTEEN(i, ...)                                                        \
  FOUR(i, __VA_ARGS__), FOUR((i) + 4, __VA_ARGS__),                            \
      FOUR((i) + 8, __VA_ARGS__), FOUR((i) + 12, __VA_ARGS__)
#define SIXTY_FOUR(i, ...)                                                     \
  SIXTEEN(i, __VA_ARGS__), SIXTEEN((i) + 16, __VA_ARGS__),                     \
      SIXTEEN((i) + 32, __VA_ARGS__), SIXTEEN((i) + 48, __VA_ARGS__)
#define TABLE(...)                                                             \
  SIXTY_FOUR(0, __VA_ARGS__), SIXTY_FOUR(64, __VA_ARGS__),                     \
      SIXTY_FOUR(128, __VA_ARGS__), SIXTY_FOUR(192, __VA_ARGS__)

static const uint32_t tables[8][256] = {
    {TABLE(0x77073096U, 0xee0e612cU, 0x076dc419U, 0x0edb8832U, 0x1db71064U,
           0x3b6e20c8U, 0x76dc4190U, 0xedb88320U)},
    {TABLE(0x191b3141U, 0x32366282U, 0x646cc504U, 0xc8d98a08U, 0x4ac21251U,
           0x958424a2U, 0xf0794f05U, 0x3b83984bU)},
    {TABLE(0x01c26a37U, 0x0384d46eU, 0x0709a8dcU, 0x0e1351b8U, 0x1c26a370U,
           0x384d46e0U, 0x709a8dc0U, 0xe1351b80U)},
    {TABLE(0xb8bc6765U, 0xaa09c88bU, 0x8f629757U, 0xc5b428efU, 0x5019579fU,
           0xa032af3eU, 0x9b14583dU, 0xed59b63bU)},
    {TABLE(0x3d6029b0U, 0x7ac05360U, 0xf580a6c0U, 0x30704bc1U, 0x60e09782U,
           0xc1c12f04U, 0x58f35849U, 0xb1e6b092U)},
    {TABLE(0xcb5cd3a5U, 0x4dc8a10bU, 0x9b914216U, 0xec53826dU, 0x03d6029bU,
           0x07ac0536U, 0x0f580a6cU, 0x1eb014d8U)},
    {TABLE(0xa6770bb4U, 0x979f1129U, 0xf44f2413U, 0x33ef4e67U, 0x67de9cceU,
           0xcfbd399cU, 0x440b7579U, 0x8816eaf2U)},
    {TABLE(0xccaa009eU, 0x4225077dU, 0x844a0efaU, 0xd3e51bb5U, 0x7cbb312bU,
           0xf9766256U, 0x299dc2edU, 0x533b85daU)},
};

static uint32_t word(const unsigned char *bytes) {
  return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 |
         (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

// `seed` is 0, or the CRC of what stands before `data`.
uint32_t qsimrt_crc32(uint32_t seed, const void *data, size_t size) {
  const unsigned char *at = data;
  uint32_t crc = ~seed;
  const qsimrt_crc32_kernel fast = qsimrt_fast_crc32();
  if (fast && size >= 64) {
    crc = fast(crc, at, size / 16 * 16);
    at += size / 16 * 16;
    size %= 16;
  }
  for (; size >= 8; size -= 8, at += 8) {
    uint32_t low = word(at) ^ crc, high = word(at + 4);
    crc = tables[7][low & 255] ^ tables[6][low >> 8 & 255] ^
          tables[5][low >> 16 & 255] ^ tables[4][low >> 24] ^
          tables[3][high & 255] ^ tables[2][high >> 8 & 255] ^
          tables[1][high >> 16 & 255] ^ tables[0][high >> 24];
  }
  for (; size > 0; --size, ++at)
    crc = tables[0][(crc ^ *at) & 255] ^ crc >> 8;
  return ~crc;
}
