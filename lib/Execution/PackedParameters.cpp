// SPDX-License-Identifier: Apache-2.0
// Packs parameters into owned memory.
#include "qsim/Execution/PackedParameters.h"

namespace qsim {

Result<std::shared_ptr<const PackedParameters>>
PackedParameters::create(const qsimrt_model &model, qsimrt_isa isa,
                         std::uint32_t parts) {
  std::shared_ptr<PackedParameters> result;
  const std::size_t size =
      parts == 0 ? 0 : qsimrt_packed_size(&model, isa, parts);
  if (size == 0)
    return std::shared_ptr<const PackedParameters>();
  result.reset(new PackedParameters);
  result->memory = allocateRuntimeMemory(size);
  if (!result->memory)
    return Error{std::string(model.name) +
                 ": out of memory: the packed parameters need " +
                 std::to_string(size) + " bytes"};
  qsimrt_error error = {};
  const qsimrt_reading reading = {
      nullptr, [](void *, const void *data, std::size_t bytes) {
        MappedFile::forget(data, bytes);
      }};
  if (qsimrt_pack(&model, isa, parts, result->memory.get(), size, &reading,
                  &result->packed, &error) != QSIMRT_OK)
    return Error{std::string(model.name) + ": " + error.text};
  return std::shared_ptr<const PackedParameters>(std::move(result));
}

} // namespace qsim
