// SPDX-License-Identifier: Apache-2.0
// Values of tensors, whole, in parts and as maps.
#include "Engine.h"
#include "Words.h"

#include <algorithm>
#include <cstring>

namespace qsim::engine {
namespace {

constexpr std::uint64_t mostBytes = std::uint64_t{32} << 20;

template <typename T>
void realsFrom(const std::string &stored, std::vector<float> &reals) {
  const auto *values = reinterpret_cast<const T *>(stored.data());
  reals.assign(values, values + stored.size() / sizeof(T));
}

/// Of integers that are parameters, and of floats.
void fillReals(TensorData &data) {
  switch (data.dtype) {
  case QSIMRT_I8:
    return realsFrom<std::int8_t>(data.stored, data.reals);
  case QSIMRT_I16:
    return realsFrom<std::int16_t>(data.stored, data.reals);
  case QSIMRT_I64:
    return realsFrom<std::int64_t>(data.stored, data.reals);
  case QSIMRT_F32:
    return realsFrom<float>(data.stored, data.reals);
  default:
    return realsFrom<std::int32_t>(data.stored, data.reals);
  }
}

std::vector<std::int64_t> shapeOf(const qsimrt_model &model, int layer) {
  const qsimrt_shape shape =
      layer == QSIMRT_IMAGE ? model.image : model.layers[layer].shape;
  return {shape.c, shape.h, shape.w};
}

/// The output of a layer in a session, stored and real.
Result<TensorData> outputOf(const Session &session, int layer) {
  qsimrt_tensor tensor = {};
  qsimrt_error error = {};
  TensorData data;
  Result<std::vector<float>> reals = session.read(layer);
  if (!reals)
    return reals.error();
  if (qsimrt_output(session.handle(), layer, &tensor, &error) != QSIMRT_OK)
    return Error{error.text};
  data.reals = std::move(*reals);
  data.shape = {tensor.shape.c, tensor.shape.h, tensor.shape.w};
  if (tensor.kind == QSIMRT_TENSOR_INT)
    data.dtype = tensor.quant.bits <= 8 ? QSIMRT_I8 : QSIMRT_I16;
  data.stored.assign(static_cast<const char *>(tensor.data),
                     data.reals.size() * qsimrt_dtype_size(data.dtype));
  return data;
}

void storeReals(TensorData &data) {
  data.dtype = QSIMRT_F32;
  data.stored.assign(reinterpret_cast<const char *>(data.reals.data()),
                     data.reals.size() * sizeof(float));
}

} // namespace

// Values by value: of integers beyond 2^24 the reals are rounded, which is what
// float32 means; the stored ones are not.
static TensorData fromNumbers(const LayerTensor &tensor,
                              const std::vector<double> &numbers) {
  TensorData data;
  data.dtype = tensor.dtype;
  data.shape = tensor.shape;
  const auto store = [&](auto example) {
    using T = decltype(example);
    data.stored.resize(numbers.size() * sizeof(T));
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const T value = static_cast<T>(numbers[i]);
      std::memcpy(data.stored.data() + i * sizeof(T), &value, sizeof(T));
    }
  };
  switch (tensor.dtype) {
  case QSIMRT_I8:
    store(std::int8_t{});
    break;
  case QSIMRT_I16:
    store(std::int16_t{});
    break;
  case QSIMRT_I32:
    store(std::int32_t{});
    break;
  case QSIMRT_I64:
    store(std::int64_t{});
    break;
  default:
    store(float{});
  }
  fillReals(data);
  return data;
}

Result<TensorData> Engine::data(int layer, const std::string &asked,
                                GetTensor::Source source) {
  if (Result<void> there = checkLayer(layer); !there)
    return there.error();
  const qsimrt_model &model = bench->model();
  const std::string name = asked.empty() ? outputTensor : asked;
  const bool ofRun = name == outputTensor || name == accumulatorsTensor;
  if (source != GetTensor::RUN && name != outputTensor)
    return Error{"FLOAT and differences are of outputs alone, not of " + name};
  if (ofRun && !hasRun(layer))
    return notYet(placeOf(model, layer) + " has not run yet");
  // What is shown of the run is up to date.
  if (ofRun)
    if (Result<void> fresh = bench->simulation().refresh(); !fresh)
      return fresh.error();
  if (name == outputTensor && source == GetTensor::RUN)
    return outputOf(bench->simulation().running(), layer);
  if (name == outputTensor) {
    Result<Session *> run = bench->floatRun(layer);
    if (!run)
      return run.error();
    Result<TensorData> expected = outputOf(**run, layer);
    if (!expected || source == GetTensor::FLOAT_RUN)
      return expected;
    Result<std::vector<float>> got = bench->simulation().running().read(layer);
    if (!got)
      return got.error();
    for (std::size_t i = 0; i < got->size(); ++i)
      expected->reals[i] = (*got)[i] - expected->reals[i];
    storeReals(*expected);
    return expected;
  }
  LayerTensor tensor = {name, QSIMRT_I64, shapeOf(model, layer)};
  for (const LayerTensor &one : bench->simulation().tensors(layer))
    if (one.name == name)
      tensor = one;
  Result<std::vector<double>> numbers = bench->simulation().read(layer, name);
  if (!numbers)
    return numbers.error();
  return fromNumbers(tensor, *numbers);
}

/// Channels as float32, each made smaller.
static Result<void> fillMap(const TensorData &data, const GetTensor::Map &ask,
                            Tensor &tensor) {
  const Planes planes = planesOf(data.shape);
  const std::int64_t size = ask.size() == 0 ? 128 : ask.size();
  const std::int64_t count = ask.count() == 0 ? 64 : ask.count();
  std::uint32_t step = 1;
  const Planes small = smallPlanes(planes, ask.first(), count, size, step);
  const auto bytes =
      static_cast<std::uint64_t>(small.channels * small.rows * small.columns) *
      sizeof(float);
  if (bytes > mostBytes)
    return Error{"a map of " + std::to_string(bytes) +
                 " bytes; at most 32 MiB are told at once: ask for fewer "
                 "channels or a smaller size"};
  const SmallMap map =
      small.channels > 0 ? shrink(data.reals, planes, ask.first(), count, size)
                         : SmallMap{small, step, {}};
  for (const std::int64_t extent :
       {map.planes.channels, map.planes.rows, map.planes.columns})
    tensor.add_shape(extent);
  tensor.set_step(map.step);
  tensor.set_dtype(dtypeName(QSIMRT_F32));
  tensor.set_total_bytes(map.values.size() * sizeof(float));
  tensor.set_data(map.values.data(), map.values.size() * sizeof(float));
  return {};
}

static Result<void> fillPart(const TensorData &data, const GetTensor &ask,
                             Tensor &tensor) {
  const char *bytes = ask.raw()
                          ? data.stored.data()
                          : reinterpret_cast<const char *>(data.reals.data());
  const std::uint64_t total =
      ask.raw() ? data.stored.size() : data.reals.size() * sizeof(float);
  if (ask.offset() > total)
    return Error{"byte " + std::to_string(ask.offset()) + "; the tensor has " +
                 std::to_string(total)};
  const std::uint64_t wanted = ask.bytes() == 0 ? mostBytes : ask.bytes();
  tensor.set_data(bytes + ask.offset(),
                  std::min({wanted, mostBytes, total - ask.offset()}));
  for (const std::int64_t extent : data.shape)
    tensor.add_shape(extent);
  tensor.set_step(1);
  tensor.set_dtype(dtypeName(ask.raw() ? data.dtype : QSIMRT_F32));
  tensor.set_total_bytes(total);
  return {};
}

Result<void> Engine::tensor(const GetTensor &ask, Tensor &tensor) {
  Result<TensorData> data = this->data(ask.layer(), ask.tensor(), ask.source());
  if (!data)
    return data.error();
  const Extremes extremes =
      ask.raw() && !ask.has_map() ? extremesOf(*data) : extremesOf(data->reals);
  tensor.set_min(extremes.low);
  tensor.set_max(extremes.high);
  return ask.has_map() ? fillMap(*data, ask.map(), tensor)
                       : fillPart(*data, ask, tensor);
}

} // namespace qsim::engine
