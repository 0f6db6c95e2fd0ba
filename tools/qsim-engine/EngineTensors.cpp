// SPDX-License-Identifier: Apache-2.0
// Values of tensors, whole, in parts and as maps.
#include "Engine.h"
#include "Words.h"

#include <algorithm>
#include <cstring>

namespace qsim::engine {
namespace {

constexpr std::uint64_t mostBytes = std::uint64_t{32} << 20;

std::vector<std::int64_t> shapeOf(const qsimrt_model &model, int layer) {
  const qsimrt_shape shape =
      layer == QSIMRT_IMAGE ? model.image : model.layers[layer].shape;
  return {shape.c, shape.h, shape.w};
}

/// The output of a layer in a session.
Result<TensorData> outputOf(const Session &session, int layer, Form form) {
  TensorData data;
  const qsimrt_model &model = *qsimrt_session_model(session.handle());
  data.shape = shapeOf(model, layer);
  if (form == Form::Real) {
    Result<std::vector<float>> reals = session.read(layer);
    if (!reals)
      return reals.error();
    data.reals = std::move(*reals);
    return data;
  }
  qsimrt_tensor tensor = {};
  qsimrt_error error = {};
  if (qsimrt_output(session.handle(), layer, &tensor, &error) != QSIMRT_OK)
    return Error{error.text};
  if (tensor.kind == QSIMRT_TENSOR_INT)
    data.dtype = tensor.quant.bits <= 8 ? QSIMRT_I8 : QSIMRT_I16;
  data.stored.assign(static_cast<const char *>(tensor.data),
                     static_cast<std::size_t>(tensor.shape.c) * tensor.shape.h *
                         tensor.shape.w * qsimrt_dtype_size(data.dtype));
  return data;
}

template <typename T>
void store(const std::vector<double> &numbers, std::string &stored) {
  stored.resize(numbers.size() * sizeof(T));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const T value = static_cast<T>(numbers[i]);
    std::memcpy(stored.data() + i * sizeof(T), &value, sizeof(T));
  }
}

/// Values by value: of integers beyond 2^24 the reals are rounded, which is
/// what float32 means; the stored ones are not.
TensorData fromNumbers(const LayerTensor &tensor,
                       const std::vector<double> &numbers, Form form) {
  TensorData data = {tensor.dtype, tensor.shape, {}, {}};
  if (form == Form::Real) {
    data.reals.assign(numbers.begin(), numbers.end());
    return data;
  }
  switch (tensor.dtype) {
  case QSIMRT_I8:
    store<std::int8_t>(numbers, data.stored);
    break;
  case QSIMRT_I16:
    store<std::int16_t>(numbers, data.stored);
    break;
  case QSIMRT_I32:
    store<std::int32_t>(numbers, data.stored);
    break;
  case QSIMRT_I64:
    store<std::int64_t>(numbers, data.stored);
    break;
  default:
    store<float>(numbers, data.stored);
  }
  return data;
}

/// Values that are float32 as they are stored.
TensorData fromReals(std::vector<std::int64_t> shape,
                     std::vector<float> &&values, Form form) {
  TensorData data = {QSIMRT_F32, std::move(shape), {}, {}};
  if (form == Form::Real)
    data.reals = std::move(values);
  else
    data.stored.assign(reinterpret_cast<const char *>(values.data()),
                       values.size() * sizeof(float));
  return data;
}

} // namespace

Result<TensorData> Engine::data(int layer, const std::string &asked,
                                GetTensor::Source source, Form form) {
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
  const Session &running = bench->simulation().running();
  if (name == outputTensor && source == GetTensor::RUN)
    return outputOf(running, layer, form);
  if (name == outputTensor) {
    Result<Session *> run = bench->floatRun(layer);
    if (!run)
      return run.error();
    if (source == GetTensor::FLOAT_RUN)
      return outputOf(**run, layer, form);
    Result<std::vector<float>> expected = (*run)->read(layer);
    if (!expected)
      return expected.error();
    Result<std::vector<float>> got = running.read(layer);
    if (!got)
      return got.error();
    for (std::size_t i = 0; i < got->size(); ++i)
      (*got)[i] -= (*expected)[i];
    return fromReals(shapeOf(model, layer), std::move(*got), form);
  }
  LayerTensor tensor = {name, QSIMRT_I64, shapeOf(model, layer)};
  for (const LayerTensor &one : bench->simulation().tensors(layer))
    if (one.name == name)
      tensor = one;
  Result<std::vector<double>> numbers = bench->simulation().read(layer, name);
  if (!numbers)
    return numbers.error();
  return fromNumbers(tensor, *numbers, form);
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
  const std::string_view bytes =
      ask.raw()
          ? std::string_view(data.stored)
          : std::string_view(reinterpret_cast<const char *>(data.reals.data()),
                             data.reals.size() * sizeof(float));
  const std::uint64_t total = bytes.size();
  if (ask.offset() > total)
    return Error{"byte " + std::to_string(ask.offset()) + "; the tensor has " +
                 std::to_string(total)};
  const std::uint64_t wanted = ask.bytes() == 0 ? mostBytes : ask.bytes();
  tensor.set_data(bytes.data() + ask.offset(),
                  std::min({wanted, mostBytes, total - ask.offset()}));
  for (const std::int64_t extent : data.shape)
    tensor.add_shape(extent);
  tensor.set_step(1);
  tensor.set_dtype(dtypeName(ask.raw() ? data.dtype : QSIMRT_F32));
  tensor.set_total_bytes(total);
  return {};
}

Result<void> Engine::tensor(const GetTensor &ask, Tensor &tensor) {
  const bool isStored = ask.raw() && !ask.has_map();
  Result<TensorData> data = this->data(ask.layer(), ask.tensor(), ask.source(),
                                       isStored ? Form::Stored : Form::Real);
  if (!data)
    return data.error();
  const Extremes extremes = extremesOf(*data);
  tensor.set_min(extremes.low);
  tensor.set_max(extremes.high);
  return ask.has_map() ? fillMap(*data, ask.map(), tensor)
                       : fillPart(*data, ask, tensor);
}

} // namespace qsim::engine
