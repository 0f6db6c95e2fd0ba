// SPDX-License-Identifier: Apache-2.0
// Packs parameters into owned memory.
#include "qsim/Execution/PackedParameters.h"

namespace qsim {

Result<std::shared_ptr<const PackedParameters>>
PackedParameters::create(const qsimrt_model &model, qsimrt_isa kernels) {
  std::shared_ptr<PackedParameters> result;
  if (kernels == QSIMRT_ISA_NONE)
    return std::shared_ptr<const PackedParameters>();
  result.reset(new PackedParameters);
  const std::size_t size = qsimrt_packed_size(&model, kernels);
  result->memory = allocateRuntimeMemory(size);
  qsimrt_error error = {};
  const qsimrt_reading reading = {
      nullptr, [](void *, const void *data, std::size_t bytes) {
        MappedFile::forget(data, bytes);
      }};
  if (qsimrt_pack(&model, kernels, result->memory.get(), size, &reading,
                  &result->packed, &error) != QSIMRT_OK)
    return Error{std::string(model.name) + ": " + error.text};
  return std::shared_ptr<const PackedParameters>(std::move(result));
}

} // namespace qsim
