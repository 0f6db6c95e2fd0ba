// SPDX-License-Identifier: Apache-2.0
// Writes tensors of a run and their index.
#include "qsim/Execution/Dump.h"

#include "EarlierOutput.h"
#include "qsim/Execution/FeatureMaps.h"
#include "qsim/Support/Npy.h"

namespace qsim {

static NpyType npyTypeOf(const qsimrt_tensor &tensor) {
  if (tensor.kind == QSIMRT_TENSOR_FLOAT)
    return NpyType::Float32;
  return tensor.quant.bits <= 8 ? NpyType::Int8 : NpyType::Int16;
}

/// The endings of the files, in the order of the QSIMRT_STE_NPY ... bits.
static std::vector<std::string> endingsOf(int forms) {
  std::vector<std::string> endings;
  int bit = QSIMRT_STE_NPY;
  for (const char *ending : {".npy", ".raw", ".hex", ".png"}) {
    if (forms & bit)
      endings.push_back(ending);
    bit <<= 1;
  }
  return endings;
}

static void describe(JsonWriter &json, const Session &session,
                     const qsimrt_layer &layer, const qsimrt_tensor &tensor,
                     int forms) {
  const qsimrt_counters counters =
      qsimrt_layer_counters(session.handle(), layer.index);
  json.beginObject();
  json.member("index", layer.index).member("name", layer.name);
  json.member("kind", qsimrt_kind_name(layer.kind));
  json.key("files").beginArray();
  for (const std::string &ending : endingsOf(forms))
    json.value(std::to_string(layer.index) + ending);
  json.endArray();
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

static std::string_view bytesOf(const qsimrt_tensor &tensor) {
  const std::size_t count = static_cast<std::size_t>(tensor.shape.c) *
                            tensor.shape.h * tensor.shape.w;
  return {static_cast<const char *>(tensor.data),
          count * npyTypeSize(npyTypeOf(tensor))};
}

/// One value a line, most significant digit first: the bytes of a value lie the
/// other way round.
static std::string hexText(const qsimrt_tensor &tensor) {
  static const char digits[] = "0123456789abcdef";
  const std::size_t width = npyTypeSize(npyTypeOf(tensor));
  const std::string_view bytes = bytesOf(tensor);
  std::string text;
  text.reserve(bytes.size() / width * (2 * width + 1));
  for (std::size_t value = 0; value < bytes.size(); value += width) {
    for (std::size_t i = width; i-- > 0;) {
      const auto byte = static_cast<unsigned char>(bytes[value + i]);
      text += digits[byte >> 4];
      text += digits[byte & 15];
    }
    text += '\n';
  }
  return text;
}

static Result<void> writeTensor(const qsimrt_tensor &tensor,
                                const std::string &path) {
  return writeNpy(path, npyTypeOf(tensor),
                  {tensor.shape.c, tensor.shape.h, tensor.shape.w},
                  tensor.data);
}

Result<void> writeOutput(const Session &session, int layer,
                         const std::string &path) {
  qsimrt_tensor tensor = {};
  qsimrt_error error = {};
  if (qsimrt_output(session.handle(), layer, &tensor, &error) != QSIMRT_OK)
    return Error{error.text};
  return writeTensor(tensor, path);
}

static Result<void> writeForms(const Session &session,
                               const qsimrt_tensor &tensor, int layer,
                               const std::string &stem, int forms) {
  Result<void> done;
  if (forms & QSIMRT_STE_NPY)
    done =
        writeNpy(stem + ".npy", npyTypeOf(tensor),
                 {tensor.shape.c, tensor.shape.h, tensor.shape.w}, tensor.data);
  if (done && forms & QSIMRT_STE_RAW)
    done = writeFileAtomically(stem + ".raw", bytesOf(tensor));
  if (done && forms & QSIMRT_STE_HEX)
    done = writeFileAtomically(stem + ".hex", hexText(tensor));
  if (done && forms & QSIMRT_STE_PNG) {
    Result<std::vector<float>> values = session.read(layer);
    if (!values)
      return values.error();
    done = writePng(stem + ".png", featureMaps(*values, tensor.shape));
  }
  return done;
}

Result<Dump> Dump::create(const Session &session,
                          const std::string &directory) {
  Result<AtomicDirectory> target = AtomicDirectory::create(
      directory, earlierOutput(directory, "index.json"), "an earlier dump");
  if (!target)
    return target.error();
  const qsimrt_model &model = *qsimrt_session_model(session.handle());
  Result<std::vector<float>> picture = session.read(QSIMRT_IMAGE);
  if (!picture)
    return picture.error();
  if (Result<void> done = writeNpy(
          target->path() + "/input.npy",
          {1, model.image.c, model.image.h, model.image.w}, picture->data());
      !done)
    return done.error();
  Dump dump(std::move(*target));
  beginRecord(dump.json, model.name);
  dump.json.member("input", "input.npy");
  dump.json.key("layers").beginArray();
  return dump;
}

Result<void> Dump::add(const Session &session, int layer, int forms) {
  qsimrt_tensor tensor = {};
  qsimrt_error error = {};
  if (qsimrt_output(session.handle(), layer, &tensor, &error) != QSIMRT_OK)
    return Error{error.text};
  describe(json, session, qsimrt_session_model(session.handle())->layers[layer],
           tensor, forms);
  return writeForms(session, tensor, layer,
                    target.path() + "/" + std::to_string(layer), forms);
}

Result<void> Dump::commit() {
  json.endArray();
  if (!outputs.empty())
    json.key("outputs").beginArray();
  for (const Output &output : outputs) {
    json.beginObject().member("name", output.name);
    json.member("layer", output.layer).member("file", output.file);
    json.key("shape").beginArray();
    for (const std::int64_t extent : output.dims)
      json.value(extent);
    json.endArray().endObject();
  }
  if (!outputs.empty())
    json.endArray();
  json.endObject();
  if (Result<void> done = writeFileAtomically(target.path() + "/index.json",
                                              json.take() + "\n");
      !done)
    return done;
  return target.commit();
}

Result<void> dumpLayers(const Session &session, const std::string &directory) {
  Result<Dump> dump = Dump::create(session, directory);
  if (!dump)
    return dump.error();
  const int layers = qsimrt_session_model(session.handle())->layer_count;
  for (int i = 0; i < layers; ++i)
    if (Result<void> done = dump->add(session, i, QSIMRT_STE_NPY); !done)
      return done;
  if (Result<void> done = dump->addOutputs(session); !done)
    return done;
  return dump->commit();
}

} // namespace qsim
