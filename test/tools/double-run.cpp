// SPDX-License-Identifier: Apache-2.0
// double-run PACKAGE INPUT.npy OUT: computes a network in float64, to tell
// which of two float32 runs is nearer to what the network means. It knows the
// layers of convolutional detectors alone; OUT/NAME.npy is each output of the
// graph.
#include "qsim/Execution/Package.h"
#include "qsim/Support/Npy.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>

using namespace qsim;

namespace {

using Values = std::vector<double>;

std::size_t volume(qsimrt_shape shape) {
  return std::size_t(shape.c) * std::size_t(shape.h) * std::size_t(shape.w);
}

double activate(qsimrt_activation kind, double x) {
  switch (kind) {
  case QSIMRT_LINEAR:
    return x;
  case QSIMRT_RELU:
    return std::max(x, 0.0);
  case QSIMRT_LOGISTIC:
    return 1 / (1 + std::exp(-x));
  case QSIMRT_SWISH:
    return x / (1 + std::exp(-x));
  default:
    return NAN;
  }
}

class Network {
public:
  Network(const qsimrt_model &model, Values image)
      : model(model), image(std::move(image)) {}

  /// Empty after a layer that it does not know.
  std::vector<Values> run() {
    for (int i = 0; i < model.layer_count; ++i) {
      outputs.emplace_back(volume(model.layers[i].shape), 0.0);
      if (!compute(model.layers[i], outputs.back())) {
        std::fprintf(stderr, "double-run: layer %s is of kind %s\n",
                     model.layers[i].name,
                     qsimrt_kind_name(model.layers[i].kind));
        return {};
      }
    }
    return std::move(outputs);
  }

private:
  const Values &in(const qsimrt_layer &layer, int which = 0) const {
    const int from = layer.inputs[which];
    return from < 0 ? image : outputs[std::size_t(from)];
  }
  qsimrt_shape inShape(const qsimrt_layer &layer) const {
    const int from = layer.inputs[0];
    return from < 0 ? model.image : model.layers[from].shape;
  }

  /// Calls visit(k, at) for each tap of the window of output (y, x) that lies
  /// in a map: its number, and its place there.
  template <typename Visitor>
  static void taps(const qsimrt_window &window, qsimrt_shape shape, int y,
                   int x, Visitor visit) {
    for (int ky = 0; ky < window.size_y; ++ky)
      for (int kx = 0; kx < window.size_x; ++kx) {
        const int row =
            y * window.stride_y + ky * window.dilation_y - window.top;
        const int column =
            x * window.stride_x + kx * window.dilation_x - window.left;
        if (row >= 0 && row < shape.h && column >= 0 && column < shape.w)
          visit(ky * window.size_x + kx, row * shape.w + column);
      }
  }

  void convolve(const qsimrt_layer &layer, Values &out) const {
    const qsimrt_convolutional &conv = layer.u.convolutional;
    const qsimrt_window window = qsimrt_window_of(&layer);
    const qsimrt_shape from = inShape(layer), to = layer.shape;
    Values gain(std::size_t(conv.filters)), bias(std::size_t(conv.filters));
    qsimrt_fold_batch_norm(model.arithmetic, conv.epsilon, conv.filters,
                           conv.biases, conv.scales, conv.mean, conv.variance,
                           nullptr, gain.data(), bias.data());
    const int channels = from.c / conv.groups;
    const int places = from.h * from.w, size = window.size_y * window.size_x;
    std::size_t at = 0;
    for (int o = 0; o < to.c; ++o) {
      const double *first =
          in(layer).data() +
          std::ptrdiff_t(o / (conv.filters / conv.groups)) * channels * places;
      const float *weights = conv.weights + std::ptrdiff_t(o) * channels * size;
      for (int y = 0; y < to.h; ++y)
        for (int x = 0; x < to.w; ++x) {
          double sum = 0;
          taps(window, from, y, x, [&](int k, int place) {
            for (int c = 0; c < channels; ++c)
              sum += weights[c * size + k] * first[c * places + place];
          });
          const auto filter = std::size_t(o);
          out[at++] =
              activate(conv.activation, sum * gain[filter] + bias[filter]);
        }
    }
  }

  void pool(const qsimrt_layer &layer, Values &out) const {
    const qsimrt_window window = qsimrt_window_of(&layer);
    const qsimrt_shape from = inShape(layer), to = layer.shape;
    std::size_t at = 0;
    for (int c = 0; c < to.c; ++c)
      for (int y = 0; y < to.h; ++y)
        for (int x = 0; x < to.w; ++x) {
          double most = -INFINITY;
          taps(window, from, y, x, [&](int, int place) {
            most = std::max(
                most, in(layer)[std::size_t(c * from.h * from.w + place)]);
          });
          out[at++] = most;
        }
  }

  void concatenate(const qsimrt_layer &layer, Values &out) const {
    const auto outer = std::size_t(std::max(layer.u.route.outer, 1));
    std::size_t at = 0;
    for (std::size_t i = 0; i < outer; ++i)
      for (int k = 0; k < layer.input_count; ++k) {
        const std::size_t run = in(layer, k).size() / outer;
        std::copy_n(in(layer, k).begin() + std::ptrdiff_t(i * run), run,
                    out.begin() + std::ptrdiff_t(at));
        at += run;
      }
  }

  void view(const qsimrt_layer &layer, Values &out) const {
    const qsimrt_strided &strided = layer.u.strided;
    for (std::size_t i = 0; i < out.size(); ++i) {
      std::int64_t place = strided.offset;
      std::size_t rest = i;
      for (int k = strided.sizes.rank; k-- > 0;) {
        const auto extent = std::size_t(strided.sizes.dims[k]);
        place += std::int64_t(rest % extent) * strided.steps[k];
        rest /= extent;
      }
      out[i] = in(layer)[std::size_t(place)];
    }
  }

  bool compute(const qsimrt_layer &layer, Values &out) const {
    switch (layer.kind) {
    case QSIMRT_CONVOLUTIONAL:
      convolve(layer, out);
      return true;
    case QSIMRT_MAXPOOL:
      pool(layer, out);
      return true;
    case QSIMRT_ROUTE:
      concatenate(layer, out);
      return layer.u.route.groups <= 1;
    case QSIMRT_STRIDED:
      view(layer, out);
      return true;
    case QSIMRT_SHORTCUT:
      for (std::size_t i = 0; i < out.size(); ++i) {
        for (int k = 0; k < layer.input_count; ++k)
          out[i] += in(layer, k)[i];
        out[i] = activate(layer.u.elementwise.activation, out[i]);
      }
      return true;
    case QSIMRT_UPSAMPLE: {
      const qsimrt_shape from = inShape(layer), to = layer.shape;
      const int factor = layer.u.upsample.stride;
      for (std::size_t i = 0; i < out.size(); ++i) {
        const auto at = int(i);
        const int c = at / (to.h * to.w), y = at / to.w % to.h, x = at % to.w;
        out[i] = in(layer)[std::size_t((c * from.h + y / factor) * from.w +
                                       x / factor)];
      }
      return true;
    }
    default:
      return false;
    }
  }

  const qsimrt_model &model;
  Values image;
  std::vector<Values> outputs;
};

} // namespace

int main(int argc, char **argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: double-run PACKAGE INPUT.npy OUT\n");
    return 2;
  }
  const auto fail = [](const std::string &message) {
    std::fprintf(stderr, "double-run: %s\n", message.c_str());
    return 1;
  };
  const Result<std::unique_ptr<Package>> package = Package::open(argv[1]);
  if (!package)
    return fail(package.error().message);
  const Result<NpyArray> input = readNpy(argv[2]);
  if (!input)
    return fail(input.error().message);
  const qsimrt_model &model = (*package)->model();
  if (input->type != NpyType::Float32 || input->count() != volume(model.image))
    return fail("the input is not the network's");
  const float *values = input->values<float>();
  const std::vector<Values> outputs =
      Network(model, Values(values, values + input->count())).run();
  if (outputs.empty())
    return 1;
  std::filesystem::create_directories(argv[3]);
  for (int i = 0; i < model.output_count; ++i) {
    const qsimrt_graph_output &output = model.outputs[i];
    const Values &exact = outputs[std::size_t(output.layer)];
    const std::vector<float> rounded(exact.begin(), exact.end());
    std::string name = output.name;
    std::replace(name.begin(), name.end(), '/', '_');
    if (Result<void> done =
            writeNpy(std::string(argv[3]) + "/" + name + ".npy",
                     {output.dims.dims, output.dims.dims + output.dims.rank},
                     rounded.data());
        !done)
      return fail(done.error().message);
  }
  return 0;
}
