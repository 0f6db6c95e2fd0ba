// SPDX-License-Identifier: Apache-2.0
// Reads ONNX's test data and judges results.
#include "OnnxCase.h"

#include "qsim/Support/Numbers.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <filesystem>

namespace fs = std::filesystem;
using namespace qsim::onnximport;

namespace qsim::conformance {
namespace {

Result<std::vector<Tensor>> readTensors(const fs::path &folder,
                                        const std::string &prefix,
                                        std::vector<std::string> *paths) {
  std::vector<Tensor> tensors;
  for (int i = 0;; ++i) {
    const std::string path =
        (folder / (prefix + std::to_string(i) + ".pb")).string();
    if (!fs::exists(path))
      return tensors;
    Result<Tensor> tensor = readTensorFile(path);
    if (!tensor)
      return Error{prefix + std::to_string(i) + " is no tensor of numbers"};
    tensors.push_back(std::move(*tensor));
    if (paths)
      paths->push_back(path);
  }
}

/// As ONNX's runner compares: relative 1e-3 and absolute 1e-7. A bfloat16 has
/// steps of 2^-7 between its values.
double toleranceOf(ElementType type) {
  return type == ElementType::BFloat16 ? 0x1p-7 : 1e-3;
}

/// The data's writer had no bfloat16: the bits are there as uint16.
void takeBits(std::vector<Tensor> &tensors,
              const std::vector<ValueInfo> &declared) {
  for (std::size_t i = 0; i < tensors.size() && i < declared.size(); ++i) {
    if (declared[i].type != ElementType::BFloat16 ||
        tensors[i].type != ElementType::UInt16)
      continue;
    std::vector<float> values;
    for (std::int64_t bits : *tensors[i].integers)
      values.push_back(
          std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16));
    tensors[i] =
        makeFloats(tensors[i].dims, std::move(values), ElementType::BFloat16);
  }
}

} // namespace

Result<Case> readCase(const std::string &folder) {
  Case test;
  test.folder = folder;
  test.name = fs::path(folder).filename().string();
  Result<Model> model = readModel(folder + "/model.onnx");
  if (!model)
    return model.error();
  test.model = std::move(*model);
  for (int i = 0;; ++i) {
    const fs::path data =
        fs::path(folder) / ("test_data_set_" + std::to_string(i));
    if (!fs::exists(data))
      break;
    DataSet set;
    Result<std::vector<Tensor>> inputs =
        readTensors(data, "input_", &set.inputPaths);
    if (!inputs)
      return inputs.error();
    Result<std::vector<Tensor>> outputs = readTensors(data, "output_", nullptr);
    if (!outputs)
      return outputs.error();
    set.inputs = std::move(*inputs);
    set.outputs = std::move(*outputs);
    takeBits(set.inputs, test.model.inputs);
    takeBits(set.outputs, test.model.outputs);
    test.sets.push_back(std::move(set));
  }
  if (test.sets.empty())
    return Error{"the case has no data"};
  return test;
}

double toleranceFor(const Tensor &wanted, double value) {
  return 1e-7 + toleranceOf(wanted.type) * std::abs(value);
}

void add(IntOutcome &to, const IntOutcome &run) {
  if (to.kind < run.kind) {
    to.kind = run.kind;
    to.reason = run.reason;
  }
  to.widest = std::max(to.widest, run.widest);
}

std::string compare(const Tensor &wanted, const Dims &dims,
                    const std::vector<float> &values) {
  if (wanted.dims != dims)
    return "shape " + dimsText(dims) + ", wanted " + dimsText(wanted.dims);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double want = wanted.number(static_cast<std::int64_t>(i));
    const double have = values[i];
    if ((std::isnan(want) && std::isnan(have)) || want == have)
      continue;
    if (!(std::abs(have - want) <= toleranceFor(wanted, want)))
      return "value " + std::to_string(i) + " is " + formatFloat(values[i]) +
             ", wanted " + formatDouble(want);
  }
  return {};
}

} // namespace qsim::conformance
