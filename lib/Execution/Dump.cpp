// SPDX-License-Identifier: Apache-2.0
// Writes the tensors of a finished run and their index.
#include "qsim/Execution/Dump.h"

#include "qsim/Support/AtomicFile.h"
#include "qsim/Support/Json.h"
#include "qsim/Support/Npy.h"

namespace qsim {

static NpyType npyTypeOf(const qsimrt_tensor &tensor) {
  if (tensor.kind == QSIMRT_TENSOR_FLOAT)
    return NpyType::Float32;
  return tensor.quant.bits <= 8 ? NpyType::Int8 : NpyType::Int16;
}

static void describe(JsonWriter &json, const Session &session,
                     const qsimrt_layer &layer, const qsimrt_tensor &tensor) {
  const qsimrt_counters counters =
      qsimrt_layer_counters(session.handle(), layer.index);
  json.beginObject();
  json.member("index", layer.index).member("name", layer.name);
  json.member("kind", qsimrt_kind_name(layer.kind));
  json.key("shape").beginArray();
  json.value(layer.shape.c).value(layer.shape.h).value(layer.shape.w);
  json.endArray();
  json.member("mode", qsimrt_mode_name(
                          qsimrt_layer_mode(session.handle(), layer.index)));
  json.member("dtype", npyTypeName(npyTypeOf(tensor)));
  if (tensor.kind == QSIMRT_TENSOR_INT) {
    json.member("bits", tensor.quant.bits).member("scale", tensor.quant.scale);
    json.member("zero_point", tensor.quant.zero_point);
  } else {
    json.key("bits").null().key("scale").null().key("zero_point").null();
  }
  json.member("accumulator_overflows", counters.accumulator_overflows);
  json.member("saturated_outputs", counters.saturated_outputs);
  json.endObject();
}

static Result<void> writeInput(const Session &session, qsimrt_shape shape,
                               const std::string &path) {
  std::vector<float> values(static_cast<std::size_t>(shape.c) * shape.h *
                            shape.w);
  qsimrt_error error = {};
  if (qsimrt_read_float(session.handle(), QSIMRT_IMAGE, values.data(),
                        values.size(), &error) != QSIMRT_OK)
    return Error{error.text};
  return writeNpy(path, {1, shape.c, shape.h, shape.w}, values.data());
}

static bool isDumpFile(std::string_view name) {
  return name == "index.json" || name.ends_with(".npy");
}

Result<void> dumpLayers(const Session &session, const std::string &directory) {
  Result<AtomicDirectory> target =
      AtomicDirectory::create(directory, isDumpFile);
  if (!target)
    return target.error();
  const qsimrt_model &model = *qsimrt_session_model(session.handle());
  if (Result<void> done =
          writeInput(session, model.image, target->path() + "/input.npy");
      !done)
    return done;
  JsonWriter json(JsonWriter::Style::Pretty);
  json.beginObject().member("network", model.name);
  json.key("layers").beginArray();
  for (int i = 0; i < model.layer_count; ++i) {
    qsimrt_tensor tensor = {};
    qsimrt_error error = {};
    if (qsimrt_output(session.handle(), i, &tensor, &error) != QSIMRT_OK)
      return Error{error.text};
    const std::string file = target->path() + "/" + std::to_string(i) + ".npy";
    if (Result<void> done = writeNpy(
            file, npyTypeOf(tensor),
            {tensor.shape.c, tensor.shape.h, tensor.shape.w}, tensor.data);
        !done)
      return done;
    describe(json, session, model.layers[i], tensor);
  }
  json.endArray().endObject();
  if (Result<void> done = writeFileAtomically(target->path() + "/index.json",
                                              json.take() + "\n");
      !done)
    return done;
  return target->commit();
}

} // namespace qsim
