// SPDX-License-Identifier: Apache-2.0
// The header of a weights container (docs/spec/weights-container.md).
#ifndef QSIMRT_FILES_CONTAINER_H
#define QSIMRT_FILES_CONTAINER_H

#include "qsimrt/qsimrt.h"

#define QSIMRT_CONTAINER_HEADER 64
#define QSIMRT_CONTAINER_FWEIGHTS 1U
#define QSIMRT_CONTAINER_QWEIGHTS 2U
#define QSIMRT_CONTAINER_PACKED 3U

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

// All of qsimrt_container_check but the CRC of the payloads.
qsimrt_status qsimrt_container_check_form(const qsimrt_bytes *file,
                                          qsimrt_error *error);

// That of the i-th one, and what the table says that it is.
qsimrt_status qsimrt_container_check_payload(const qsimrt_bytes *checked,
                                             int32_t i, qsimrt_error *error);
uint32_t qsimrt_container_payload_crc(const qsimrt_bytes *checked, int32_t i);

#endif // QSIMRT_FILES_CONTAINER_H
