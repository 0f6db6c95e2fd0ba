// SPDX-License-Identifier: Apache-2.0
// Builds a runtime session in owned memory and runs it.
#include "qsim/Execution/Session.h"

#include "qsimpool/qsimpool.h"

#include <algorithm>
#include <set>

namespace qsim {

/// What of the packed parameters (QSIMRT_PACK_...) a session with these options
/// reads.
static std::uint32_t packedParts(const qsimrt_model &model,
                                 const SessionOptions &options) {
  const std::uint32_t floats = options.kernels.floats == QSIMRT_FLOAT_MIXED
                                   ? QSIMRT_PACK_MIXED
                                   : QSIMRT_PACK_FLOATS;
  std::uint32_t parts = options.editable ? QSIMRT_PACK_INTEGERS | floats : 0;
  for (int i = 0; i < model.layer_count; ++i) {
    const qsimrt_layer &layer = model.layers[i];
    const qsimrt_mode asked =
        options.modes.empty() ? options.mode : options.modes[i];
    if (std::min(asked, layer.ceiling) != QSIMRT_FLOAT)
      parts |= QSIMRT_PACK_INTEGERS;
    else if (layer.kind == QSIMRT_CONVOLUTIONAL)
      parts |= floats;
  }
  if (!model.has_integer)
    parts &= ~static_cast<std::uint32_t>(QSIMRT_PACK_INTEGERS);
  if (!model.has_float || options.kernels.floats == QSIMRT_FLOAT_EXACT)
    parts &= ~floats;
  return parts;
}

Result<std::shared_ptr<const PackedParameters>>
packParameters(const qsimrt_model &model, const SessionOptions &options) {
  if (options.packed)
    return options.packed;
  return PackedParameters::create(model, options.kernels.isa,
                                  packedParts(model, options));
}

Result<std::unique_ptr<Session>>
Session::create(const qsimrt_model &model, const SessionOptions &options) {
  std::unique_ptr<Session> result(new Session);
  qsimrt_plan plan = {};
  plan.mode = options.mode;
  plan.modes = options.modes.empty() ? nullptr : options.modes.data();
  plan.editable = options.editable;
  plan.retention = options.retention;
  Result<std::shared_ptr<const PackedParameters>> packed =
      packParameters(model, options);
  if (!packed)
    return packed.error();
  result->packed = std::move(*packed);
  plan.isa = options.kernels.isa;
  plan.packed = result->packed ? result->packed->get() : nullptr;
  if (packedParts(model, options) & (QSIMRT_PACK_FLOATS | QSIMRT_PACK_MIXED))
    plan.float_kernels = options.kernels.floats;
  if (options.threads != 1) {
    result->pool = std::make_unique<ThreadPool>(options.threads);
    plan.parallel = {result->pool->handle(), qsimpool_parallel_for};
  }
  result->size = qsimrt_session_size(&model, &plan);
  result->memory = allocateRuntimeMemory(result->size);
  if (!result->memory)
    return Error{std::string(model.name) +
                 ": out of memory: the session needs " +
                 std::to_string(result->size) + " bytes"};
  qsimrt_error error = {};
  if (qsimrt_session_init(result->memory.get(), result->size, &model, &plan,
                          &result->session, &error) != QSIMRT_OK)
    return Error{error.text};
  return result;
}

Result<void> Session::run(std::span<const float> input,
                          const qsimrt_hooks *hooks) {
  if (Result<void> done = setInput(input); !done)
    return done;
  qsimrt_error error = {};
  const qsimrt_status status = qsimrt_run(session, hooks, &error);
  if (status == QSIMRT_STOPPED)
    return Error{"stopped by a hook before layer " +
                 std::to_string(qsimrt_position(session))};
  if (status != QSIMRT_OK)
    return Error{error.text};
  return {};
}

Result<void> Session::setInput(std::span<const float> input) {
  qsimrt_error error = {};
  if (qsimrt_set_input(session, input.data(), input.size(), &error) !=
      QSIMRT_OK)
    return Error{error.text};
  return {};
}

Result<void> Session::step() {
  qsimrt_error error = {};
  if (qsimrt_step(session, nullptr, &error) != QSIMRT_OK)
    return Error{error.text};
  return {};
}

Result<std::vector<float>> Session::read(int layer) const {
  const qsimrt_model &model = *qsimrt_session_model(session);
  const qsimrt_shape shape =
      layer == QSIMRT_IMAGE ? model.image : model.layers[layer].shape;
  std::vector<float> values(static_cast<std::size_t>(shape.c) * shape.h *
                            shape.w);
  qsimrt_error error = {};
  if (qsimrt_read_float(session, layer, values.data(), values.size(), &error) !=
      QSIMRT_OK)
    return Error{error.text};
  return values;
}

Result<std::vector<qsimrt_detection>>
Session::candidates(float threshold) const {
  std::vector<qsimrt_detection> found(1024);
  std::size_t count = 0;
  qsimrt_error error = {};
  // The first call counts; the second one has room for all.
  for (int attempt = 0; attempt < 2; ++attempt) {
    if (qsimrt_detections(session, threshold, found.data(), found.size(),
                          &count, &error) != QSIMRT_OK)
      return Error{error.text};
    if (count <= found.size())
      break;
    found.resize(count);
  }
  found.resize(count);
  return found;
}

Result<std::vector<qsimrt_detection>> Session::detections(float threshold,
                                                          float iou) const {
  Result<std::vector<qsimrt_detection>> found = candidates(threshold);
  if (found)
    suppressOverlaps(*qsimrt_session_model(session), *found, iou);
  return found;
}

void suppressOverlaps(const qsimrt_model &model,
                      std::vector<qsimrt_detection> &found, float iou) {
  qsimrt_nms_kind nms = QSIMRT_NMS_DEFAULT;
  float beta = 0;
  qsimrt_nms_of(&model, &nms, &beta);
  found.resize(qsimrt_suppress(found.data(), found.size(), iou, nms, beta));
}

std::vector<int> outputLayers(const qsimrt_model &model) {
  if (model.output_count > 0) {
    std::set<int> layers;
    for (int i = 0; i < model.output_count; ++i)
      if (model.outputs[i].layer >= 0)
        layers.insert(model.outputs[i].layer);
    return {layers.begin(), layers.end()};
  }
  std::vector<bool> isRead(model.layer_count);
  for (int i = 0; i < model.layer_count; ++i)
    for (int k = 0; k < model.layers[i].input_count; ++k)
      if (model.layers[i].inputs[k] >= 0)
        isRead[model.layers[i].inputs[k]] = true;
  std::vector<int> outputs;
  for (int i = 0; i < model.layer_count; ++i)
    if (!isRead[i])
      outputs.push_back(i);
  return outputs;
}

Result<std::vector<std::unique_ptr<Session>>>
createSessions(const qsimrt_model &model, const SessionOptions &options,
               std::size_t count) {
  SessionOptions shared = options;
  Result<std::shared_ptr<const PackedParameters>> packed =
      packParameters(model, options);
  if (!packed)
    return packed.error();
  shared.packed = std::move(*packed);
  std::vector<std::unique_ptr<Session>> sessions;
  while (sessions.size() < count) {
    Result<std::unique_ptr<Session>> session = Session::create(model, shared);
    if (!session)
      return session.error();
    sessions.push_back(std::move(*session));
  }
  return sessions;
}

} // namespace qsim
