// SPDX-License-Identifier: Apache-2.0
// Packs every layer into the container of a .packed.
#include "qsim/Support/PackedFile.h"

#include "qsim/Support/AtomicFile.h"
#include "qsim/Support/ContainerWriter.h"

namespace qsim {
namespace {

/// The entries of all layers; how many each layer has.
std::vector<std::int32_t> addEntries(ContainerWriter &container,
                                     const qsimrt_model &model) {
  std::vector<std::int32_t> counts;
  for (std::int32_t i = 0; i < model.layer_count; ++i) {
    qsimrt_tensor_spec specs[QSIMRT_MOST_TENSORS];
    std::int32_t count = 0;
    qsimrt_packed_tensors(&model, i, specs, &count);
    container.add(model.layers[i].name, specs, count);
    counts.push_back(count);
  }
  container.layOut();
  return counts;
}

} // namespace

Result<void> writePackedFile(const std::string &path, const qsimrt_model &model,
                             const qsimrt_bytes &qweights) {
  ContainerWriter container;
  const std::vector<std::int32_t> counts = addEntries(container, model);
  if (container.entryCount() == 0)
    return {};
  std::string bytes(container.size(), '\0');
  std::size_t entry = 0;
  for (std::int32_t i = 0; i < model.layer_count; ++i) {
    std::vector<void *> destinations;
    for (std::int32_t k = 0; k < counts[i]; ++k)
      destinations.push_back(bytes.data() + container.payloadOffset(entry++));
    qsimrt_pack_tensors(&model, i, destinations.data());
  }
  std::vector<std::uint32_t> checksums;
  for (std::size_t i = 0; i < container.entryCount(); ++i)
    checksums.push_back(qsimrt_crc32(0,
                                     bytes.data() + container.payloadOffset(i),
                                     container.payloadSize(i)));
  const std::string header =
      container.header(ContainerWriter::packedWeights,
                       qsimrt_packed_binding(&qweights), checksums);
  bytes.replace(0, header.size(), header);
  return writeFileAtomically(path, bytes);
}

} // namespace qsim
