// SPDX-License-Identifier: Apache-2.0
// Writes the hand-off pack of a run.
#include "qsim/Execution/Vectors.h"

#include "EarlierOutput.h"
#include "GraphGeometry.h"
#include "HexLines.h"
#include "qsim/Support/AtomicFile.h"
#include "qsim/Support/Json.h"
#include "qsim/Support/Npy.h"
#include "qsimrt/kernels.h"

#include <algorithm>
#include <cstring>
#include <filesystem>

namespace qsim {
namespace {

/// Integers of one tensor, as wide as the hardware has them.
struct Integers {
  std::string name; ///< of the files, without ending
  NpyType type;     ///< of the .npy
  int bits;         ///< of a value in the .hex
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> values; ///< in the order of the shape
};

NpyType typeFor(int bits) {
  return bits <= 8    ? NpyType::Int8
         : bits <= 16 ? NpyType::Int16
         : bits <= 32 ? NpyType::Int32
                      : NpyType::Int64;
}

std::vector<std::int64_t> widen(const void *data, std::size_t count,
                                std::size_t size) {
  std::vector<std::int64_t> values(count);
  const auto *bytes = static_cast<const char *>(data);
  for (std::size_t i = 0; i < count; ++i) {
    std::int64_t value = 0;
    std::memcpy(&value, bytes + i * size, size);
    // Sign extension from the little-endian bytes.
    const int unused = static_cast<int>(8 * (sizeof value - size));
    values[i] = static_cast<std::int64_t>(static_cast<std::uint64_t>(value)
                                          << unused) >>
                unused;
  }
  return values;
}

Integers activations(std::string name, const void *data, qsimrt_shape shape,
                     qsimrt_quant quant) {
  const std::size_t count =
      static_cast<std::size_t>(shape.c) * shape.h * shape.w;
  return {std::move(name),
          typeFor(quant.bits),
          quant.bits,
          {shape.c, shape.h, shape.w},
          widen(data, count, quant.bits <= 8 ? 1 : 2)};
}

/// From [.., c, h, w] to [.., h, w, c], for shapes of three or more.
void makeChannelsLast(Integers &tensor) {
  const std::size_t rank = tensor.shape.size();
  if (rank < 3)
    return;
  const std::int64_t c = tensor.shape[rank - 3];
  const std::int64_t places = tensor.shape[rank - 2] * tensor.shape[rank - 1];
  std::vector<std::int64_t> moved(tensor.values.size());
  const auto block = static_cast<std::size_t>(c * places);
  for (std::size_t begin = 0; begin < moved.size(); begin += block)
    for (std::int64_t k = 0; k < c; ++k)
      for (std::int64_t p = 0; p < places; ++p)
        moved[begin + static_cast<std::size_t>(p * c + k)] =
            tensor.values[begin + static_cast<std::size_t>(k * places + p)];
  tensor.values = std::move(moved);
  std::rotate(tensor.shape.end() - 3, tensor.shape.end() - 2,
              tensor.shape.end());
}

class Writer {
public:
  Writer(const Package &package, Session &session, const VectorOptions &options,
         std::string directory)
      : model(package.model()), session(session), options(options),
        directory(std::move(directory)) {}

  Result<void> write(const std::vector<int> &layers,
                     const std::string &picture) {
    beginRecord(json, model.name);
    json.member("picture", picture).member("lanes", options.lanes);
    json.member("order", options.order == VectorOrder::Chw ? "chw" : "hwc");
    writeDatapath();
    json.key("layers").beginArray();
    for (const int layer : layers)
      if (Result<void> done = writeLayer(model.layers[layer]); !done)
        return done;
    json.endArray().endObject();
    return writeFileAtomically(directory + "/manifest.json",
                               json.take() + "\n");
  }

private:
  void writeDatapath() {
    const char *const roundings[] = {"half-up", "half-away", "half-even",
                                     "toward-zero", "floor"};
    const qsimrt_datapath &path = model.datapath;
    json.key("datapath").beginObject();
    json.member("rounding", roundings[path.rounding]);
    json.member("overflow", path.overflow == QSIMRT_WRAP ? "wrap" : "saturate");
    json.member("accumulator_bits", path.accumulator_bits);
    json.member("wide_accumulator_bits", path.wide_accumulator_bits);
    json.member("multiplier_bits", path.multiplier_bits);
    json.member("wide_multiplier_bits", path.wide_multiplier_bits);
    json.endObject();
  }

  void writeQuantization(qsimrt_shape shape, qsimrt_quant quant) {
    json.key("shape").beginArray();
    if (options.order == VectorOrder::Chw)
      json.value(shape.c).value(shape.h).value(shape.w);
    else
      json.value(shape.h).value(shape.w).value(shape.c);
    json.endArray();
    json.member("bits", quant.bits).member("scale", quant.scale);
    json.member("zero_point", quant.zero_point);
  }

  /// What a window that is not square has besides size and stride.
  void writeWindow(const qsimrt_window &window) {
    if (window.size_y == 0)
      return;
    json.member("size_x", window.size_x).member("stride_x", window.stride_x);
    json.key("pads").beginArray().value(window.top).value(window.left);
    json.value(window.bottom).value(window.right).endArray();
    json.member("dilation", window.dilation_y);
    json.member("dilation_x", window.dilation_x);
    json.member("input_dilation", window.input_dilation_y);
    json.member("input_dilation_x", window.input_dilation_x);
  }

  void writeActivation(const qsimrt_layer &layer) {
    const qsimrt_parameters &parameters = *qsimrt_parameters_of(&layer);
    json.member("activation",
                qsimrt_activation_name(qsimrt_activation_of(&layer)));
    if (parameters.count > 0)
      json.member("alpha", parameters.alpha);
    if (parameters.count > 1)
      json.member("beta", parameters.beta);
  }

  void writeGeometry(const qsimrt_layer &layer) {
    if (qsimrt_has_weights(layer.kind)) {
      const qsimrt_convolutional &conv = layer.u.convolutional;
      json.member("size", conv.size).member("stride", conv.stride);
      json.member("pad", conv.pad).member("groups", conv.groups);
      writeWindow(conv.window);
    } else if (layer.kind == QSIMRT_MAXPOOL) {
      const qsimrt_maxpool &pool = layer.u.maxpool;
      json.member("size", pool.size).member("stride", pool.stride);
      json.member("padding", pool.padding);
      writeWindow(pool.window);
    } else if (layer.kind == QSIMRT_AVGPOOL &&
               layer.u.avgpool.window.size_y != 0) {
      const qsimrt_avgpool &pool = layer.u.avgpool;
      json.member("size", pool.window.size_y);
      json.member("stride", pool.window.stride_y);
      writeWindow(pool.window);
      json.member("count_pads", pool.count_pads);
    } else if (layer.kind == QSIMRT_UPSAMPLE) {
      json.member("stride", layer.u.upsample.stride);
    } else if (layer.kind == QSIMRT_ROUTE) {
      json.member("groups", layer.u.route.groups);
      json.member("group_id", layer.u.route.group_id);
      if (layer.u.route.outer > 1)
        json.member("outer", layer.u.route.outer);
    }
    writeGraphGeometry(json, layer);
    writeActivation(layer);
  }

  Result<void> writeLayer(const qsimrt_layer &layer) {
    if (qsimrt_layer_mode(session.handle(), layer.index) != QSIMRT_INT)
      return Error{std::string("layer ") + layer.name +
                   " does not run in int: it has no vectors"};
    const std::string folder = std::to_string(layer.index) + "-" + layer.name;
    std::error_code code;
    if (!std::filesystem::create_directory(directory + "/" + folder, code))
      return Error{directory + "/" + folder + ": cannot create the folder"};
    json.beginObject().member("index", layer.index).member("name", layer.name);
    json.member("kind", qsimrt_kind_name(layer.kind));
    writeGeometry(layer);
    json.key("inputs").beginArray();
    for (int k = 0; k < layer.input_count; ++k) {
      const int from = layer.inputs[k];
      json.beginObject().member("layer", from);
      writeQuantization(from < 0 ? model.image : model.layers[from].shape,
                        from < 0 ? model.image_quant
                                 : model.layers[from].output);
      json.endObject();
    }
    json.endArray().key("output").beginObject();
    writeQuantization(layer.shape, layer.output);
    json.endObject().member("folder", folder);
    json.key("files").beginArray();
    if (Result<void> done = writeTensors(layer, folder); !done)
      return done;
    json.endArray().endObject();
    return {};
  }

  Result<void> writeTensors(const qsimrt_layer &layer,
                            const std::string &folder) {
    std::vector<Integers> tensors;
    for (int k = 0; k < layer.input_count; ++k) {
      Result<Integers> input =
          inputOf("input_" + std::to_string(k), layer.inputs[k]);
      if (!input)
        return input.error();
      tensors.push_back(std::move(*input));
    }
    addParameters(layer, tensors);
    if (Result<void> done = addAccumulators(layer, tensors); !done)
      return done;
    qsimrt_tensor output = {};
    qsimrt_error error = {};
    if (qsimrt_output(session.handle(), layer.index, &output, &error) !=
        QSIMRT_OK)
      return Error{error.text};
    tensors.push_back(
        activations("output", output.data, output.shape, output.quant));
    for (Integers &tensor : tensors) {
      if (options.order == VectorOrder::Hwc)
        makeChannelsLast(tensor);
      if (Result<void> done = writeFiles(tensor, folder); !done)
        return done;
    }
    return {};
  }

  /// An input as the layer reads it: real numbers, the picture's or those of a
  /// layer that does not run in INT, are quantized (N22).
  Result<Integers> inputOf(std::string name, int from) {
    qsimrt_tensor tensor = {};
    qsimrt_error error = {};
    if (qsimrt_output(session.handle(), from, &tensor, &error) != QSIMRT_OK)
      return Error{error.text};
    if (tensor.kind == QSIMRT_TENSOR_INT)
      return activations(std::move(name), tensor.data, tensor.shape,
                         tensor.quant);
    Result<std::vector<float>> values = session.read(from);
    if (!values)
      return values.error();
    const bool image = from == QSIMRT_IMAGE;
    const qsimrt_quant quant =
        image ? model.image_quant : model.layers[from].output;
    std::vector<std::int16_t> integers(values->size());
    qsimrt_quantize(values->data(), values->size(), quant, integers.data());
    return activations(std::move(name), integers.data(),
                       image ? model.image : model.layers[from].shape, quant);
  }

  void addParameters(const qsimrt_layer &layer, std::vector<Integers> &to) {
    qsimrt_tensor_spec specs[QSIMRT_MOST_TENSORS];
    std::int32_t count = 0;
    qsimrt_derived_tensors(&model, layer.index, specs, &count);
    for (std::int32_t i = 0; i < count; ++i) {
      const qsimrt_tensor_spec &spec = specs[i];
      const void *data = qsimrt_tensor_of(&layer, spec.suffix);
      // What HYBRID alone reads is real numbers.
      if (!data || spec.dtype == QSIMRT_F32)
        continue;
      std::vector<std::int64_t> shape(spec.dims, spec.dims + spec.rank);
      std::size_t elements = 1;
      for (const std::int64_t dim : shape)
        elements *= static_cast<std::size_t>(dim);
      if (spec.dtype == QSIMRT_MULT) {
        addMultipliers(spec.suffix,
                       static_cast<const qsimrt_multiplier *>(data), elements,
                       to);
        continue;
      }
      const std::size_t size = qsimrt_dtype_size(spec.dtype);
      to.push_back({spec.suffix, typeFor(static_cast<int>(8 * size)),
                    static_cast<int>(8 * size), std::move(shape),
                    widen(data, elements, size)});
    }
  }

  static void addMultipliers(const std::string &name,
                             const qsimrt_multiplier *multipliers,
                             std::size_t count, std::vector<Integers> &to) {
    Integers mult = {name + "_mult",
                     NpyType::Int32,
                     32,
                     {static_cast<std::int64_t>(count)},
                     {}};
    Integers shift = {name + "_shift",
                      NpyType::Int32,
                      8,
                      {static_cast<std::int64_t>(count)},
                      {}};
    for (std::size_t i = 0; i < count; ++i) {
      mult.values.push_back(multipliers[i].mult);
      shift.values.push_back(multipliers[i].shift);
    }
    to.push_back(std::move(mult));
    to.push_back(std::move(shift));
  }

  Result<void> addAccumulators(const qsimrt_layer &layer,
                               std::vector<Integers> &to) {
    if (!qsimrt_has_weights(layer.kind) && !qsimrt_sums(&layer) &&
        layer.kind != QSIMRT_MULTIPLY && !qsimrt_averages(&layer))
      return {};
    const qsimrt_shape shape = layer.shape;
    Integers tensor = {
        "accumulators", NpyType::Int64, 64, {shape.c, shape.h, shape.w}, {}};
    tensor.values.resize(static_cast<std::size_t>(shape.c) * shape.h * shape.w);
    qsimrt_error error = {};
    if (qsimrt_accumulators(session.handle(), layer.index, tensor.values.data(),
                            tensor.values.size(), &error) != QSIMRT_OK)
      return Error{error.text};
    to.push_back(std::move(tensor));
    return {};
  }

  Result<void> writeFiles(const Integers &tensor, const std::string &folder) {
    const std::string stem = directory + "/" + folder + "/" + tensor.name;
    const std::string text =
        hexLines(tensor.values, tensor.bits, options.lanes);
    if (Result<void> done = writeFileAtomically(stem + ".hex", text); !done)
      return done;
    const std::string bytes =
        littleEndian(tensor.values, npyTypeSize(tensor.type));
    if (Result<void> done =
            writeNpy(stem + ".npy", tensor.type, tensor.shape, bytes.data());
        !done)
      return done;
    json.beginObject().member("name", tensor.name);
    json.key("shape").beginArray();
    for (const std::int64_t dim : tensor.shape)
      json.value(dim);
    json.endArray().member("dtype", npyTypeName(tensor.type));
    json.member("bits", tensor.bits);
    json.member("digits", hexDigits(tensor.bits, options.lanes));
    json.member("lines", std::count(text.begin(), text.end(), '\n'));
    json.member("crc32",
                hexNumber(qsimrt_crc32(0, bytes.data(), bytes.size())));
    json.member("hex_crc32",
                hexNumber(qsimrt_crc32(0, text.data(), text.size())));
    json.endObject();
    return {};
  }

  const qsimrt_model &model;
  Session &session;
  const VectorOptions &options;
  std::string directory;
  JsonWriter json{JsonWriter::Style::Pretty};
};

} // namespace

Result<void> writeVectors(const Package &package, const Input &input,
                          const std::string &picture,
                          const std::vector<int> &layers,
                          const VectorOptions &options,
                          const std::string &directory) {
  SessionOptions sessionOptions;
  sessionOptions.mode = QSIMRT_INT;
  sessionOptions.retention = QSIMRT_RETAIN_ALL;
  Result<std::unique_ptr<Session>> session =
      Session::create(package.model(), sessionOptions);
  if (!session)
    return session.error();
  Result<AtomicDirectory> target = AtomicDirectory::create(
      directory, earlierOutput(directory, "manifest.json"),
      "an earlier hand-off pack");
  if (!target)
    return target.error();
  if (Result<void> done = (*session)->run(input.chw); !done)
    return done;
  if (Result<void> done = Writer(package, **session, options, target->path())
                              .write(layers, picture);
      !done)
    return done;
  return target->commit();
}

} // namespace qsim
