// SPDX-License-Identifier: Apache-2.0
// Bounds of a whole network. Most layers move, add or weigh values: of those
// the bound is what the layer makes of its inputs' bounds, so the runtime runs
// in FLOAT on bounds in the place of values, with weights that are magnitudes.
#include "OnnxBound.h"

#include "OnnxBoundRules.h"

#include "qsimrt/kernels.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace qsim::conformance {
namespace {

/// Room for what float32 rounds on the way.
constexpr double kRounding = 1 + 1e-5;

std::size_t volume(qsimrt_shape shape) {
  return static_cast<std::size_t>(shape.c) * static_cast<std::size_t>(shape.h) *
         static_cast<std::size_t>(shape.w);
}

bool hasTable(const qsimrt_layer &layer) {
  return qsimrt_is_table(qsimrt_activation_of(&layer)) != 0;
}

/// Weights, without batch norm, of a layer's own size.
struct Weights {
  std::vector<float> weights, biases;
};

/// A run in FLOAT of the network on bounds: step by step, each output replaced
/// by what the rules make of it.
class Machine {
public:
  static Result<std::unique_ptr<Machine>> create(const qsimrt_model &model) {
    SessionOptions options;
    options.retention = QSIMRT_RETAIN_ALL;
    options.kernels.isa = QSIMRT_ISA_NONE;
    options.editable = true;
    Result<std::unique_ptr<Session>> session = Session::create(model, options);
    if (!session)
      return session.error();
    std::unique_ptr<Machine> machine(new Machine);
    machine->session = std::move(*session);
    return machine;
  }

  Result<void> start(const std::vector<double> &image) {
    return session->setInput(toFloats(image));
  }
  /// Runs the next layer as `edited`.
  Result<std::vector<double>> step(const qsimrt_layer &edited) {
    qsimrt_error error = {};
    if (qsimrt_override(session->handle(), edited.index, &edited, &error) !=
        QSIMRT_OK)
      return Error{error.text};
    if (Result<void> done = session->step(); !done)
      return done.error();
    const Result<std::vector<float>> values = session->read(edited.index);
    if (!values)
      return values.error();
    std::vector<double> bounds;
    for (float value : *values)
      bounds.push_back(value < kUnbounded ? std::abs(value) * kRounding
                                          : kUnbounded);
    return bounds;
  }
  Result<void> replace(int layer, const std::vector<double> &bounds) {
    const std::vector<float> values = toFloats(bounds);
    qsimrt_error error = {};
    if (qsimrt_write_float(session->handle(), layer, values.data(),
                           values.size(), &error) != QSIMRT_OK)
      return Error{error.text};
    return {};
  }

private:
  static std::vector<float> toFloats(const std::vector<double> &bounds) {
    std::vector<float> values;
    for (double bound : bounds)
      values.push_back(static_cast<float>(std::min(bound, kUnbounded)));
    return values;
  }

  std::unique_ptr<Session> session;
};

/// Each layer's output and what its table activation reads, in FLOAT.
struct RealValues {
  std::vector<std::vector<float>> outputs, before;
};

Result<RealValues> realValues(const qsimrt_model &model,
                              std::span<const float> image) {
  SessionOptions options;
  options.retention = QSIMRT_RETAIN_ALL;
  options.kernels.isa = QSIMRT_ISA_NONE;
  Result<std::unique_ptr<Session>> session = Session::create(model, options);
  if (!session)
    return session.error();
  RealValues real;
  const auto count = static_cast<std::size_t>(model.layer_count);
  real.outputs.resize(count);
  real.before.resize(count);
  qsimrt_hooks hooks = {};
  hooks.context = &real;
  hooks.pre_activation = [](void *context, int32_t layer, const float *values,
                            std::size_t size) {
    static_cast<RealValues *>(context)
        ->before[static_cast<std::size_t>(layer)]
        .assign(values, values + size);
  };
  if (Result<void> done = (*session)->run(image, &hooks); !done)
    return done.error();
  for (std::size_t i = 0; i < count; ++i) {
    Result<std::vector<float>> values = (*session)->read(static_cast<int>(i));
    if (!values)
      return values.error();
    real.outputs[i] = std::move(*values);
  }
  return real;
}

class Propagation {
public:
  Propagation(const qsimrt_model &model, const std::vector<qsimrt_mode> &modes,
              std::span<const float> image)
      : model(model), modes(modes), image(image.begin(), image.end()) {}

  Result<Bounds> run();

private:
  bool isInt(const qsimrt_layer &layer) const {
    return modes[static_cast<std::size_t>(layer.index)] == QSIMRT_INT;
  }
  const std::vector<float> &valuesOf(int tensor) const {
    return tensor < 0 ? image : real.outputs[static_cast<std::size_t>(tensor)];
  }
  const std::vector<double> &boundsOf(int tensor) const {
    return tensor < 0 ? found.image
                      : found.layers[static_cast<std::size_t>(tensor)];
  }
  Uncertain inputOf(const qsimrt_layer &layer, int which) const {
    const int tensor = layer.inputs[which];
    return {valuesOf(tensor), boundsOf(tensor)};
  }
  qsimrt_quant quantOf(int tensor) const {
    return tensor < 0 ? model.image_quant : model.layers[tensor].output;
  }
  qsimrt_shape shapeOf(int tensor) const {
    return tensor < 0 ? model.image : model.layers[tensor].shape;
  }
  bool hasIntReader(int tensor) const;
  bool moves(const qsimrt_layer &layer) const;
  double multiplierError(const qsimrt_layer &layer) const;
  Result<std::vector<double>> carried(const qsimrt_layer &layer);
  Result<std::vector<double>> weighted(const qsimrt_layer &layer);
  std::vector<double> activated(const qsimrt_layer &layer,
                                std::vector<double> before) const;
  double lookedUp(const qsimrt_layer &layer, float before, float real,
                  double off) const;
  double computed(const qsimrt_layer &layer, float before, float real,
                  double off) const;

  const qsimrt_model &model;
  const std::vector<qsimrt_mode> &modes;
  std::vector<float> image;
  RealValues real;
  Bounds found;
  std::unique_ptr<Machine> bounds, sizes;
};

bool Propagation::hasIntReader(int tensor) const {
  for (int i = 0; i < model.layer_count; ++i)
    for (int k = 0; k < model.layers[i].input_count; ++k)
      if (model.layers[i].inputs[k] == tensor && isInt(model.layers[i]))
        return true;
  return false;
}

/// A multiplier of B bits is off by half of 2^-(B-1) of itself (N7). Several
/// that share a shift are as far off as the largest one of them.
double Propagation::multiplierError(const qsimrt_layer &layer) const {
  bool narrow = true;
  double least = 0, most = 0;
  for (int k = 0; k < layer.input_count; ++k) {
    const qsimrt_quant quant = quantOf(layer.inputs[k]);
    narrow &= quant.bits <= 8;
    least = k == 0 ? quant.scale : std::min<double>(least, quant.scale);
    most = std::max<double>(most, quant.scale);
  }
  if (qsimrt_has_weights(layer.kind))
    narrow &= layer.u.convolutional.weight_bits <= 8;
  if (qsimrt_sums(&layer))
    return std::ldexp(most / least, -model.datapath.multiplier_bits);
  return std::ldexp(1.0, -(narrow ? model.datapath.multiplier_bits
                                  : model.datapath.wide_multiplier_bits));
}

/// sum |w| e, plus half a step of the weights times what they meet, plus half a
/// step of the bias.
Result<std::vector<double>> Propagation::weighted(const qsimrt_layer &layer) {
  const qsimrt_convolutional &conv = layer.u.convolutional;
  qsimrt_tensor_spec specs[QSIMRT_MOST_TENSORS];
  std::int32_t count = 0;
  qsimrt_float_tensors(&model, layer.index, specs, &count);
  std::size_t size = 1, biases = 1;
  for (int k = 0; k < specs[0].rank; ++k)
    size *= static_cast<std::size_t>(specs[0].dims[k]);
  for (int k = 0; k < specs[1].rank; ++k)
    biases *= static_cast<std::size_t>(specs[1].dims[k]);
  const auto filters = static_cast<std::size_t>(conv.filters);
  std::vector<double> gain(filters), bias(filters);
  qsimrt_fold_batch_norm(model.arithmetic, conv.epsilon, conv.filters,
                         conv.biases, conv.scales, conv.mean, conv.variance,
                         nullptr, gain.data(), bias.data());
  std::vector<float> magnitudes(size), halves(size), none(biases, 0.0f);
  const auto stepOf = [&](std::size_t filter) {
    return conv.weight_scale_count == 0
               ? 0.0f
               : conv.weight_scales[conv.weight_scale_count == 1 ? 0 : filter];
  };
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t filter = i / (size / filters);
    magnitudes[i] =
        static_cast<float>(std::abs(conv.weights[i] * gain[filter]));
    halves[i] = stepOf(filter) / 2;
  }
  qsimrt_layer edited = layer;
  qsimrt_convolutional &own = edited.u.convolutional;
  own.activation = QSIMRT_LINEAR;
  own.preactivation = {};
  own.parameters = {};
  own.batch_normalize = own.bias_correction = 0;
  own.scales = own.mean = own.variance = own.bias_delta = nullptr;
  own.q_weights = own.q_biases = own.table = nullptr;
  own.positive = own.negative = nullptr;
  own.hybrid_scales = own.hybrid_biases = nullptr;
  own.quads = nullptr;
  own.quad_sums = nullptr;
  own.biases = none.data();
  own.weights = magnitudes.data();
  Result<std::vector<double>> result = bounds->step(edited);
  if (!result)
    return result;
  own.weights = halves.data();
  const Result<std::vector<double>> rounded = sizes->step(edited);
  if (!rounded)
    return rounded;
  if (isInt(layer)) {
    const double input = quantOf(layer.inputs[0]).scale;
    const std::size_t places = result->size() / filters;
    for (std::size_t i = 0; i < result->size(); ++i)
      (*result)[i] += (*rounded)[i] + input * stepOf(i / places) / 2;
  }
  return result;
}

/// Before an activation and before the result is quantized.
Result<std::vector<double>> Propagation::carried(const qsimrt_layer &layer) {
  qsimrt_layer edited = layer;
  if (qsimrt_is_elementwise(layer.kind)) {
    edited.u.elementwise.activation = QSIMRT_LINEAR;
    edited.u.elementwise.preactivation = {};
    edited.u.elementwise.parameters = {};
    edited.u.elementwise.positive = nullptr;
    edited.u.elementwise.negative = nullptr;
    edited.u.elementwise.table = nullptr;
  }
  const double half = isInt(layer) ? layer.output.scale / 2 : 0;
  if (layer.kind == QSIMRT_PAD)
    edited.u.pad.value = static_cast<float>(half);
  if (layer.kind == QSIMRT_RESIZE)
    edited.u.resize.extrapolation = static_cast<float>(half);
  if (layer.kind == QSIMRT_REDUCE &&
      layer.u.reduce.operation == QSIMRT_REDUCE_MIN)
    edited.u.reduce.operation = QSIMRT_REDUCE_MAX;
  if (qsimrt_has_weights(layer.kind))
    return weighted(layer);
  if (Result<std::vector<double>> same = sizes->step(edited); !same)
    return same;
  Result<std::vector<double>> result = bounds->step(edited);
  if (!result)
    return result;
  const std::vector<float> &values = valuesOf(layer.index);
  switch (layer.kind) {
  case QSIMRT_MULTIPLY:
    return productBounds(inputOf(layer, 0), inputOf(layer, 1),
                         shapeOf(layer.inputs[0]), shapeOf(layer.inputs[1]));
  case QSIMRT_BINARY:
    return binaryBounds(layer.u.elementwise.operation, inputOf(layer, 0),
                        inputOf(layer, 1));
  case QSIMRT_SOFTMAX:
    return softmaxBounds(layer.u.softmax, values, inputOf(layer, 0));
  case QSIMRT_ARGMAX:
    return argmaxBounds(layer.u.argmax, values.size(), inputOf(layer, 0));
  case QSIMRT_LRN:
    return lrnBounds(layer.u.lrn, layer.shape, inputOf(layer, 0));
  case QSIMRT_INSTANCE_NORM:
    return instanceNormBounds(layer.u.instance_norm, layer.shape,
                              inputOf(layer, 0));
  case QSIMRT_RESIZE:
    if (layer.u.resize.mode == QSIMRT_NEAREST)
      return result;
    return resizeBounds(layer.u.resize, isInt(layer), values.size(),
                        inputOf(layer, 0));
  case QSIMRT_CONSTANT:
    return std::vector<double>(values.size(), half);
  default:
    return result;
  }
}

/// f of every grid point that may stand for the value before (N28).
double Propagation::lookedUp(const qsimrt_layer &layer, float before,
                             float real, double off) const {
  const qsimrt_quant grid = qsimrt_preactivation_of(&layer);
  const qsimrt_quant out = layer.output;
  const double low = -std::ldexp(1.0, grid.bits - 1);
  const double high = -low - 1;
  const auto place = [&](double value) {
    return std::clamp(value / grid.scale + grid.zero_point, low, high);
  };
  const auto first = std::ceil(place(before - off) - 0.501);
  const auto last = std::floor(place(before + off) + 0.501);
  const double least =
      out.scale * (-std::ldexp(1.0, out.bits - 1) - out.zero_point);
  const double most =
      out.scale * (std::ldexp(1.0, out.bits - 1) - 1 - out.zero_point);
  double bound = 0;
  for (double q = first; q <= last; ++q) {
    const auto x = static_cast<float>((q - grid.zero_point) * grid.scale);
    const double value =
        qsimrt_activation_value(model.arithmetic, qsimrt_activation_of(&layer),
                                qsimrt_parameters_of(&layer), x);
    const double held = std::isnan(value) ? 0 : std::clamp(value, least, most);
    bound = std::max(bound, std::abs(held - real));
  }
  return bound;
}

/// The same in a layer that computes in float, on a fine grid of its own.
double Propagation::computed(const qsimrt_layer &layer, float before,
                             float real, double off) const {
  double bound = 0;
  for (int step = -32; off > 0 && step <= 32; ++step) {
    const auto x = static_cast<float>(before + off * step / 32);
    const double value =
        qsimrt_activation_value(model.arithmetic, qsimrt_activation_of(&layer),
                                qsimrt_parameters_of(&layer), x);
    bound = std::max(bound, std::isfinite(value) ? std::abs(value - real)
                                                 : kUnbounded);
  }
  return bound;
}

std::vector<double> Propagation::activated(const qsimrt_layer &layer,
                                           std::vector<double> before) const {
  const auto index = static_cast<std::size_t>(layer.index);
  const std::vector<float> &values = real.outputs[index];
  const double relative = isInt(layer) ? multiplierError(layer) : 0;
  const double step = isInt(layer) ? layer.output.scale : 0;
  if (hasTable(layer)) {
    const std::vector<float> &from = real.before[index];
    const double grid =
        isInt(layer) ? qsimrt_preactivation_of(&layer).scale / 2 : 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
      const double off =
          before[i] + relative * (std::abs(from[i]) + before[i]) + grid;
      before[i] =
          !std::isfinite(values[i]) || before[i] >= kUnbounded ? kUnbounded
          : isInt(layer) ? lookedUp(layer, from[i], values[i], off) + step / 2
                         : computed(layer, from[i], values[i], off);
    }
    return before;
  }
  double above = 1, below = 1;
  qsimrt_slopes(qsimrt_activation_of(&layer), qsimrt_parameters_of(&layer),
                model.datapath.leaky, &above, &below);
  const double slope = std::max(std::abs(above), std::abs(below));
  // Terms of a sum are multiplied each for itself.
  double terms = 0;
  for (int k = 0; qsimrt_sums(&layer) && k < layer.input_count; ++k)
    for (float value : valuesOf(layer.inputs[k]))
      terms = std::max(terms, std::abs(double(value)) * layer.input_count);
  for (std::size_t i = 0; i < before.size(); ++i)
    before[i] = before[i] >= kUnbounded
                    ? kUnbounded
                    : slope * before[i] +
                          relative * (std::max<double>(std::abs(values[i]),
                                                       slope * terms) +
                                      slope * before[i]) +
                          step / 2;
  return before;
}

/// Layers that write the integers that they read.
bool Propagation::moves(const qsimrt_layer &layer) const {
  switch (layer.kind) {
  case QSIMRT_ROUTE:
    return std::all_of(layer.inputs, layer.inputs + layer.input_count,
                       [&](int tensor) {
                         const qsimrt_quant quant = quantOf(tensor);
                         return quant.bits == layer.output.bits &&
                                quant.scale == layer.output.scale &&
                                quant.zero_point == layer.output.zero_point;
                       });
  case QSIMRT_MAXPOOL:
  case QSIMRT_UPSAMPLE:
  case QSIMRT_REORG:
  case QSIMRT_DROPOUT:
  case QSIMRT_STRIDED:
  case QSIMRT_PAD:
  case QSIMRT_CONSTANT: // half a step is in its bound
    return true;
  case QSIMRT_RESIZE:
    return layer.u.resize.mode == QSIMRT_NEAREST;
  case QSIMRT_REDUCE:
    return layer.u.reduce.operation == QSIMRT_REDUCE_MAX ||
           layer.u.reduce.operation == QSIMRT_REDUCE_MIN;
  default:
    return false;
  }
}

Result<Bounds> Propagation::run() {
  Result<RealValues> values = realValues(model, image);
  if (!values)
    return values.error();
  real = std::move(*values);
  for (std::unique_ptr<Machine> *machine : {&bounds, &sizes}) {
    Result<std::unique_ptr<Machine>> made = Machine::create(model);
    if (!made)
      return made.error();
    *machine = std::move(*made);
  }
  found.image.assign(image.size(), hasIntReader(QSIMRT_IMAGE)
                                       ? model.image_quant.scale / 2
                                       : 0.0);
  // |x| + e: the largest that an integer may stand for.
  const auto sized = [&](int tensor) {
    std::vector<double> sums;
    for (std::size_t i = 0; i < valuesOf(tensor).size(); ++i)
      sums.push_back(std::abs(valuesOf(tensor)[i]) + boundsOf(tensor)[i]);
    return sums;
  };
  if (Result<void> done = bounds->start(found.image); !done)
    return done.error();
  if (Result<void> done = sizes->start(sized(QSIMRT_IMAGE)); !done)
    return done.error();
  for (int i = 0; i < model.layer_count; ++i) {
    const qsimrt_layer &layer = model.layers[i];
    Result<std::vector<double>> carriedOn = carried(layer);
    if (!carriedOn)
      return carriedOn.error();
    if (carriedOn->size() != volume(layer.shape))
      return Error{std::string("layer ") + layer.name + " has no bounds"};
    const bool isHost = qsimrt_is_host(layer.kind) != 0;
    const bool keeps = isHost || (isInt(layer) && moves(layer));
    found.layers.push_back(keeps ? std::move(*carriedOn)
                                 : activated(layer, std::move(*carriedOn)));
    // What is computed in float is quantized by whoever reads it as integers.
    if (!isHost && !isInt(layer) && hasIntReader(i))
      for (double &bound : found.layers.back())
        bound += layer.output.scale / 2;
    if (Result<void> done = bounds->replace(i, found.layers.back()); !done)
      return done.error();
    if (Result<void> done = sizes->replace(i, sized(i)); !done)
      return done.error();
  }
  found.real = std::move(real.outputs);
  return std::move(found);
}

} // namespace

Result<Bounds> boundsOf(const qsimrt_model &model,
                        const std::vector<qsimrt_mode> &modes,
                        std::span<const float> image) {
  return Propagation(model, modes, image).run();
}

} // namespace qsim::conformance
