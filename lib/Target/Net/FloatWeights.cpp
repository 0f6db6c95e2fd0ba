// SPDX-License-Identifier: Apache-2.0
// The .fweights: float parameters from the records' attributes.
#include "QSim/Analysis/LayerParameters.h"
#include "WeightWriters.h"
#include "qsim/Support/ContainerWriter.h"

#include <array>

using namespace qsim;

namespace {

/// All parameters of a network in the order of the container.
class FloatWeights {
public:
  Result<void> gather(qnet::NetworkOp network, const qsimrt_model &model) {
    for (qnet::RecordOpInterface record : network.getRecords()) {
      qsimrt_tensor_spec specs[QSIMRT_MOST_TENSORS];
      int32_t count = 0;
      qsimrt_float_tensors(&model, record.getRecordIndex(), specs, &count);
      for (const qsimrt_tensor_spec &spec : llvm::ArrayRef(specs, count))
        if (Result<void> done = take(record, spec.suffix); !done)
          return done;
      container.add(record.getRecordName().str(), specs, count);
    }
    container.layOut();
    return {};
  }

  uint64_t size() const { return container.size(); }

  Result<void> write(const ByteSink &sink) const {
    std::vector<uint32_t> checksums;
    for (const FloatView &view : views)
      checksums.push_back(qsimrt_crc32(0, view.data(), bytesOf(view)));
    const std::string header =
        container.header(ContainerWriter::floatWeights, 0, checksums);
    Result<void> done = sink(header.data(), header.size());
    for (std::size_t i = 0; done && i < views.size(); ++i) {
      done = sink(views[i].data(), bytesOf(views[i]));
      const uint64_t next = i + 1 < views.size()
                                ? container.payloadOffset(i + 1)
                                : container.size();
      if (done)
        done = pad(sink, container.payloadOffset(i) + bytesOf(views[i]), next);
    }
    return done;
  }

private:
  Result<void> take(qnet::RecordOpInterface record, llvm::StringRef name) {
    const auto values = record->getAttrOfType<mlir::ElementsAttr>(name);
    if (!values)
      return fail(record, "layer '" + record.getRecordName().str() +
                              "' has no parameters; read the .net with its "
                              ".fweights beside it");
    auto view = FloatView::read(record, name, values);
    if (failed(view))
      return Error{"layer '" + record.getRecordName().str() +
                   "': " + name.str() + " cannot be read"};
    views.push_back(std::move(*view));
    return {};
  }

  static std::size_t bytesOf(const FloatView &view) {
    return view.values().size() * sizeof(float);
  }
  static Result<void> pad(const ByteSink &sink, uint64_t from, uint64_t to) {
    static constexpr std::array<char, 64> zeros = {};
    return sink(zeros.data(), to - from);
  }

  std::vector<FloatView> views; // one for each entry
  ContainerWriter container;
};

} // namespace

Result<void> qsim::writeFloatWeights(qnet::NetworkOp network,
                                     const qsimrt_model &model,
                                     const std::function<void(uint64_t)> &size,
                                     const ByteSink &sink) {
  FloatWeights weights;
  if (Result<void> done = weights.gather(network, model); !done)
    return done;
  size(weights.size());
  return weights.write(sink);
}
