// SPDX-License-Identifier: Apache-2.0
// Weights containers: check, iterate, find, and what binds a .qweights to its
// companions.
#include "files/container.h"

#include "files/message.h"

#include <string.h>

enum { ENTRY_SIZE = 80, ALIGNMENT = 64, NEWEST_MAJOR = 1 };

static uint16_t load16(const unsigned char *at) {
  return (uint16_t)(at[0] | at[1] << 8);
}

static uint32_t load32(const unsigned char *at) {
  return load16(at) | (uint32_t)load16(at + 2) << 16;
}

static uint64_t load64(const unsigned char *at) {
  return load32(at) | (uint64_t)load32(at + 4) << 32;
}

typedef struct entry {
  uint32_t name, name_length; // offset and bytes
  uint32_t dtype, rank;
  int64_t dims[QSIMRT_MAX_DIMS];
  uint64_t payload, bytes;
  uint32_t crc;
} entry;

static entry load_entry(const qsimrt_bytes *file, uint32_t i) {
  const unsigned char *at = (const unsigned char *)file->data +
                            QSIMRT_CONTAINER_HEADER + (size_t)ENTRY_SIZE * i;
  entry out = {.name = load32(at),
               .name_length = load32(at + 4),
               .dtype = load32(at + 8),
               .rank = load32(at + 12),
               .payload = load64(at + 48),
               .bytes = load64(at + 56),
               .crc = load32(at + 64)};
  for (int d = 0; d < QSIMRT_MAX_DIMS; ++d)
    out.dims[d] = (int64_t)load64(at + 16 + 8 * d);
  return out;
}

qsimrt_container_header qsimrt_container_read_header(const qsimrt_bytes *file) {
  const unsigned char *at = file->data;
  return (qsimrt_container_header){.major = load16(at + 8),
                                   .minor = load16(at + 10),
                                   .entries = load32(at + 12),
                                   .file_size = load64(at + 16),
                                   .first_payload = load64(at + 24),
                                   .binding = load32(at + 32),
                                   .kind = load32(at + 36),
                                   .crc = load32(at + 60)};
}

size_t qsimrt_dtype_size(qsimrt_dtype dtype) {
  switch (dtype) {
  case QSIMRT_I8:
    return 1;
  case QSIMRT_I16:
    return 2;
  case QSIMRT_F32:
  case QSIMRT_I32:
    return 4;
  case QSIMRT_I64:
  case QSIMRT_MULT:
    return 8;
  }
  return 0;
}

static uint64_t align(uint64_t offset) {
  return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static int all_zero(const qsimrt_bytes *file, uint64_t begin, uint64_t end) {
  const unsigned char *at = file->data;
  for (uint64_t i = begin; i < end; ++i)
    if (at[i] != 0)
      return 0;
  return 1;
}

static qsimrt_status fail(const qsimrt_bytes *file, qsimrt_error *error,
                          const char *what) {
  return qsimrt_fail(error, QSIMRT_BAD_FILE, "%s: %s", file->name, what);
}

static qsimrt_status check_header(const qsimrt_bytes *file,
                                  const qsimrt_container_header *header,
                                  qsimrt_error *error) {
  if (header->major != NEWEST_MAJOR)
    return qsimrt_fail(
        error, QSIMRT_BAD_FILE,
        "%s: container version %d.%d, but only major version %d is understood",
        file->name, header->major, header->minor, NEWEST_MAJOR);
  if (header->file_size != file->size)
    return qsimrt_fail(error, QSIMRT_BAD_FILE,
                       "%s: %D bytes, but its header says %D: the file is cut "
                       "off or damaged",
                       file->name, (int64_t)file->size,
                       (int64_t)header->file_size);
  uint64_t table_end =
      QSIMRT_CONTAINER_HEADER + (uint64_t)ENTRY_SIZE * header->entries;
  if (header->first_payload % ALIGNMENT != 0 ||
      header->first_payload < table_end || header->first_payload > file->size ||
      header->entries > INT32_MAX)
    return qsimrt_fail(
        error, QSIMRT_BAD_FILE,
        "%s: first payload at %D, which does not suit %D entries "
        "and %D bytes",
        file->name, (int64_t)header->first_payload, (int64_t)header->entries,
        (int64_t)file->size);
  const char *data = file->data;
  uint32_t crc = qsimrt_crc32(0, data, 60);
  crc = qsimrt_crc32(crc, data + QSIMRT_CONTAINER_HEADER,
                     (size_t)header->first_payload - QSIMRT_CONTAINER_HEADER);
  if (crc != header->crc)
    return qsimrt_fail(error, QSIMRT_BAD_FILE,
                       "%s: the header's CRC is %x, but it says %x", file->name,
                       crc, header->crc);
  if (header->kind < QSIMRT_CONTAINER_FWEIGHTS ||
      header->kind > QSIMRT_CONTAINER_PACKED)
    return qsimrt_fail(error, QSIMRT_BAD_FILE,
                       "%s: kind %D, expected 1 (fweights), 2 (qweights) or 3 "
                       "(packed)",
                       file->name, (int64_t)header->kind);
  if (header->kind == QSIMRT_CONTAINER_FWEIGHTS && header->binding != 0)
    return qsimrt_fail(error, QSIMRT_BAD_FILE,
                       "%s: binding %x, expected 0 in a .fweights", file->name,
                       header->binding);
  if (!all_zero(file, 40, 60))
    return fail(file, error, "the reserved bytes of the header are not zero");
  return QSIMRT_OK;
}

// Names follow the table in its order, one behind the other.
static qsimrt_status check_names(const qsimrt_bytes *file,
                                 const qsimrt_container_header *header,
                                 qsimrt_error *error) {
  const char *data = file->data;
  uint64_t expected =
      QSIMRT_CONTAINER_HEADER + (uint64_t)ENTRY_SIZE * header->entries;
  for (uint32_t i = 0; i < header->entries; ++i) {
    entry e = load_entry(file, i);
    if (e.name != expected || e.name_length == 0 ||
        e.name_length >= header->first_payload - expected ||
        memchr(data + e.name, '\0', (size_t)e.name_length + 1) !=
            data + e.name + e.name_length)
      return qsimrt_fail(
          error, QSIMRT_BAD_FILE,
          "%s: entry %D: its name (offset %D, %D bytes) does not follow the "
          "one before, is empty or lacks its end",
          file->name, (int64_t)i, (int64_t)e.name, (int64_t)e.name_length);
    expected += (uint64_t)e.name_length + 1;
  }
  if (align(expected) != header->first_payload ||
      !all_zero(file, expected, header->first_payload))
    return fail(file, error,
                "the names are not followed by zeros up to the first payload");
  return QSIMRT_OK;
}

// Bytes of the payload by dtype and dims; 0 when these are out of range.
static uint64_t payload_size(const entry *e, uint64_t limit) {
  uint64_t bytes = qsimrt_dtype_size((qsimrt_dtype)e->dtype);
  if (e->rank < 1 || e->rank > QSIMRT_MAX_DIMS)
    return 0;
  for (uint32_t d = 0; d < QSIMRT_MAX_DIMS; ++d) {
    if (d >= e->rank) {
      if (e->dims[d] != 0)
        return 0;
    } else if (e->dims[d] < 1 || bytes == 0 ||
               (uint64_t)e->dims[d] > limit / bytes) {
      return 0;
    } else {
      bytes *= (uint64_t)e->dims[d];
    }
  }
  return bytes;
}

static qsimrt_status check_crc(const qsimrt_bytes *file, const entry *e,
                               qsimrt_error *error) {
  const char *data = file->data;
  const uint32_t crc = qsimrt_crc32(0, data + e->payload, (size_t)e->bytes);
  if (crc == e->crc)
    return QSIMRT_OK;
  return qsimrt_fail(error, QSIMRT_BAD_FILE,
                     "%s: entry %q: the payload's CRC is %x, but the table "
                     "says %x",
                     file->name, data + e->name, (int)e->name_length, crc,
                     e->crc);
}

static qsimrt_status check_payloads(const qsimrt_bytes *file,
                                    const qsimrt_container_header *header,
                                    int with_crc, qsimrt_error *error) {
  const char *data = file->data;
  uint64_t expected = header->first_payload;
  for (uint32_t i = 0; i < header->entries; ++i) {
    entry e = load_entry(file, i);
    const char *name = data + e.name;
    uint64_t record = QSIMRT_CONTAINER_HEADER + (uint64_t)ENTRY_SIZE * i;
    uint64_t bytes = payload_size(&e, file->size);
    if (bytes == 0 || bytes != e.bytes ||
        !all_zero(file, record + 68, record + ENTRY_SIZE))
      return qsimrt_fail(error, QSIMRT_BAD_FILE,
                         "%s: entry %q: dtype %D, rank %D and dims do not "
                         "give its %D bytes, or reserved bytes are not zero",
                         file->name, name, (int)e.name_length, (int64_t)e.dtype,
                         (int64_t)e.rank, (int64_t)e.bytes);
    if (e.payload != expected || e.bytes > file->size - expected)
      return qsimrt_fail(error, QSIMRT_BAD_FILE,
                         "%s: entry %q: payload of %D bytes at %D, expected "
                         "at %D and within the file's %D bytes",
                         file->name, name, (int)e.name_length, (int64_t)e.bytes,
                         (int64_t)e.payload, (int64_t)expected,
                         (int64_t)file->size);
    const qsimrt_status status =
        with_crc ? check_crc(file, &e, error) : QSIMRT_OK;
    if (status != QSIMRT_OK)
      return status;
    expected = align(e.payload + e.bytes);
    if (expected > file->size || !all_zero(file, e.payload + e.bytes, expected))
      return qsimrt_fail(error, QSIMRT_BAD_FILE,
                         "%s: entry %q: the payload is not followed by zeros "
                         "up to a multiple of 64",
                         file->name, name, (int)e.name_length);
  }
  if (expected != file->size)
    return qsimrt_fail(error, QSIMRT_BAD_FILE,
                       "%s: %D bytes, but the last payload ends at %D",
                       file->name, (int64_t)file->size, (int64_t)expected);
  return QSIMRT_OK;
}

static int host_is_little_endian(void) {
  const uint16_t one = 1;
  unsigned char first;
  memcpy(&first, &one, 1);
  return first == 1;
}

static qsimrt_status check(const qsimrt_bytes *file, int with_crc,
                           qsimrt_error *error) {
  static const char magic[8] = "QSIMWTS";
  if (!file->data || file->size < QSIMRT_CONTAINER_HEADER)
    return qsimrt_fail(error, QSIMRT_BAD_FILE,
                       "%s: %D bytes, a container has at least %d", file->name,
                       (int64_t)file->size, QSIMRT_CONTAINER_HEADER);
  if (memcmp(file->data, magic, sizeof magic) != 0)
    return fail(file, error, "not a weights container (it begins otherwise)");
  if ((uintptr_t)file->data % ALIGNMENT != 0)
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "%s: lies in memory at an address that is no multiple "
                       "of %d",
                       file->name, ALIGNMENT);
  if (!host_is_little_endian())
    return qsimrt_fail(error, QSIMRT_UNSUPPORTED,
                       "%s: containers are little-endian, this machine is not",
                       file->name);
  qsimrt_container_header header = qsimrt_container_read_header(file);
  qsimrt_status status = check_header(file, &header, error);
  if (status == QSIMRT_OK)
    status = check_names(file, &header, error);
  if (status == QSIMRT_OK)
    status = check_payloads(file, &header, with_crc, error);
  return status;
}

qsimrt_status qsimrt_container_check(const qsimrt_bytes *file,
                                     qsimrt_error *error) {
  return check(file, 1, error);
}

qsimrt_status qsimrt_container_check_form(const qsimrt_bytes *file,
                                          qsimrt_error *error) {
  return check(file, 0, error);
}

qsimrt_status qsimrt_container_check_payload(const qsimrt_bytes *checked,
                                             int32_t i, qsimrt_error *error) {
  const entry e = load_entry(checked, (uint32_t)i);
  return check_crc(checked, &e, error);
}

uint32_t qsimrt_container_payload_crc(const qsimrt_bytes *checked, int32_t i) {
  return load_entry(checked, (uint32_t)i).crc;
}

int32_t qsimrt_container_count(const qsimrt_bytes *checked) {
  return (int32_t)qsimrt_container_read_header(checked).entries;
}

const char *qsimrt_container_entry(const qsimrt_bytes *checked, int32_t i,
                                   qsimrt_tensor_view *view) {
  const char *data = checked->data;
  entry e = load_entry(checked, (uint32_t)i);
  *view = (qsimrt_tensor_view){.dtype = (qsimrt_dtype)e.dtype,
                               .rank = (int32_t)e.rank,
                               .data = data + e.payload,
                               .bytes = (size_t)e.bytes};
  memcpy(view->dims, e.dims, sizeof view->dims);
  return data + e.name;
}

int qsimrt_container_find(const qsimrt_bytes *checked, const char *name,
                          qsimrt_tensor_view *view) {
  int32_t count = qsimrt_container_count(checked);
  for (int32_t i = 0; i < count; ++i)
    if (strcmp(qsimrt_container_entry(checked, i, view), name) == 0)
      return 1;
  return 0;
}

uint32_t qsimrt_binding(const qsimrt_files *files) {
  uint32_t crc = qsimrt_crc32(0, files->net.data, files->net.size);
  crc = qsimrt_crc32(crc, files->sys.data, files->sys.size);
  unsigned char header_crc[4] = {0};
  if (files->fweights.data && files->fweights.size >= QSIMRT_CONTAINER_HEADER)
    memcpy(header_crc, (const char *)files->fweights.data + 60, 4);
  return qsimrt_crc32(crc, header_crc, 4);
}
