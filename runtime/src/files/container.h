// SPDX-License-Identifier: Apache-2.0
// The header of a weights container (docs/spec/weights-container.md).
#ifndef QSIMRT_FILES_CONTAINER_H
#define QSIMRT_FILES_CONTAINER_H

#include "qsimrt/qsimrt.h"

#define QSIMRT_CONTAINER_HEADER 64
#define QSIMRT_CONTAINER_FWEIGHTS 1U
#define QSIMRT_CONTAINER_QWEIGHTS 2U

typedef struct qsimrt_container_header {
  uint16_t major, minor;
  uint32_t entries;
  uint64_t file_size;
  uint64_t first_payload;
  uint32_t binding;
  uint32_t kind;
  uint32_t crc;
} qsimrt_container_header;

// The file has at least QSIMRT_CONTAINER_HEADER bytes; nothing is checked.
qsimrt_container_header qsimrt_container_read_header(const qsimrt_bytes *file);

#endif // QSIMRT_FILES_CONTAINER_H
