// SPDX-License-Identifier: Apache-2.0
// A chain of oneDNN primitives as a peer, for the layers of a list that
// layers.py writes.
//
// It is a bound, not a product: parameters and scales are made up, nobody could
// load a network into it, a reorg is a copy of as many bytes, and heads are
// left out. What it does is as fast as oneDNN can: every convolution chooses
// its layouts, activations are fused, nothing is allocated between layers.
//
// usage: onednn-peer float|int THREADS LAYERS
#include "peer.h"

#include <dnnl.hpp>
#include <omp.h>

#include <cstring>
#include <fstream>
#include <string>
#include <unordered_map>

using namespace dnnl;

namespace {

using Dims = memory::dims;
using Tag = memory::format_tag;

class Chain {
public:
  Chain(const std::string &path, bool isInt)
      : list(path), isInt(isInt),
        type(isInt ? memory::data_type::s8 : memory::data_type::f32) {}

  void build() {
    std::string kind;
    list >> kind;
    const Dims shape = readShape();
    picture = memory({shape, memory::data_type::f32, Tag::nchw}, engine_);
    const std::vector<float> values =
        qsim::peers::noise(picture.get_desc().get_size() / 4);
    std::memcpy(picture.get_data_handle(), values.data(), 4 * values.size());
    while (list >> kind)
      outputs.push_back(addLayer(kind));
  }

  void run() {
    for (const Step &step : steps)
      step(stream_);
    stream_.wait();
  }

private:
  using Step = std::function<void(stream &)>;

  Dims readShape() {
    memory::dim c = 0, h = 0, w = 0;
    list >> c >> h >> w;
    return {1, c, h, w};
  }

  memory::dim number() {
    memory::dim value = 0;
    list >> value;
    return value;
  }

  memory input() {
    const memory::dim index = number();
    return index < 0 ? picture : outputs.at(static_cast<std::size_t>(index));
  }

  // Where a primitive chooses the layout itself.
  memory::desc any(const Dims &shape) const { return {shape, type, Tag::any}; }

  void add(const primitive &step, std::unordered_map<int, memory> arguments) {
    steps.push_back(
        [step, arguments](stream &on) { step.execute(on, arguments); });
  }

  // The tensor in the layout (and type) that a primitive wants.
  memory wanted(const memory &from, const memory::desc &as) {
    if (from.get_desc() == as)
      return from;
    memory to(as, engine_);
    primitive_attr attributes;
    if (from.get_desc().data_type() != as.data_type())
      attributes.set_output_scales(0, {127.0f}); // the picture, quantized
    add(reorder(reorder::primitive_desc(engine_, from.get_desc(), engine_, as,
                                        attributes)),
        {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}});
    return to;
  }

  // Made up, small enough that nothing becomes a denormal or infinite.
  memory parameters(const Dims &shape, Tag tag, memory::data_type of,
                    const memory::desc &as) {
    memory plain({shape, of, tag}, engine_);
    const std::size_t bytes = plain.get_desc().get_size();
    const std::size_t count = of == memory::data_type::s8 ? bytes : bytes / 4;
    const std::vector<float> values = qsim::peers::noise(count);
    for (std::size_t i = 0; i < count; ++i) {
      const float value = values[i] - 0.5f;
      void *data = plain.get_data_handle();
      if (of == memory::data_type::s8)
        static_cast<std::int8_t *>(data)[i] =
            static_cast<std::int8_t>(value * 250);
      else if (of == memory::data_type::s32)
        static_cast<std::int32_t *>(data)[i] =
            static_cast<std::int32_t>(value * 1000);
      else
        static_cast<float *>(data)[i] = value * 0.1f;
    }
    if (plain.get_desc() == as)
      return plain;
    memory packed(as, engine_);
    reorder(plain, packed).execute(stream_, plain, packed);
    stream_.wait();
    return packed;
  }

  memory addConvolution() {
    const memory from = input();
    const Dims shape = readShape();
    const memory::dim size = number(), stride = number(), pad = number(),
                      groups = number();
    std::string activation;
    list >> activation;
    const memory::dim inputs = from.get_desc().dims()[1], filters = shape[1];
    const Dims weights =
        groups > 1 ? Dims{groups, filters / groups, inputs / groups, size, size}
                   : Dims{filters, inputs, size, size};
    const auto biasType =
        isInt ? memory::data_type::s32 : memory::data_type::f32;
    primitive_attr attributes;
    post_ops after;
    if (activation != "linear")
      after.append_eltwise(1, algorithm::eltwise_relu,
                           activation == "leaky" ? 0.1f : 0.0f, 0);
    attributes.set_post_ops(after);
    if (isInt)
      attributes.set_output_scales(
          1 << 1, std::vector<float>(static_cast<std::size_t>(filters), 1e-3f));
    const convolution_forward::primitive_desc chosen(
        {prop_kind::forward_inference,
         algorithm::convolution_direct,
         any(from.get_desc().dims()),
         any(weights),
         {{filters}, biasType, Tag::x},
         any(shape),
         {stride, stride},
         {pad, pad},
         {pad, pad}},
        attributes, engine_);
    const memory to(chosen.dst_desc(), engine_);
    add(convolution_forward(chosen),
        {{DNNL_ARG_SRC, wanted(from, chosen.src_desc())},
         {DNNL_ARG_WEIGHTS,
          parameters(weights, groups > 1 ? Tag::goihw : Tag::oihw, type,
                     chosen.weights_desc())},
         {DNNL_ARG_BIAS,
          parameters({filters}, Tag::x, biasType, chosen.bias_desc())},
         {DNNL_ARG_DST, to}});
    return to;
  }

  memory addPool(bool isMax) {
    const memory from = input();
    const Dims shape = readShape(), in = from.get_desc().dims();
    Dims size = {in[2], in[3]}, stride = {1, 1}, before = {0, 0}, behind;
    if (isMax) {
      size[0] = size[1] = number();
      stride[0] = stride[1] = number();
      before[0] = before[1] = number();
    }
    for (std::size_t i = 0; i < 2; ++i)
      behind.push_back((shape[2 + i] - 1) * stride[i] + size[i] - in[2 + i] -
                       before[i]);
    const pooling_forward::primitive_desc chosen(
        {prop_kind::forward_inference,
         isMax ? algorithm::pooling_max
               : algorithm::pooling_avg_include_padding,
         from.get_desc(), any(shape), stride, size, before, behind},
        engine_);
    const memory to(chosen.dst_desc(), engine_);
    add(pooling_forward(chosen), {{DNNL_ARG_SRC, from}, {DNNL_ARG_DST, to}});
    return to;
  }

  memory addRoute() {
    std::unordered_map<int, memory> arguments;
    std::vector<memory::desc> parts;
    const memory::dim count = number();
    for (int i = 0; i < count; ++i) {
      const memory from = input();
      parts.push_back(from.get_desc());
      arguments[DNNL_ARG_MULTIPLE_SRC + i] = from;
    }
    readShape();
    const concat::primitive_desc chosen(1, parts, engine_);
    const memory to(chosen.dst_desc(), engine_);
    arguments[DNNL_ARG_DST] = to;
    add(concat(chosen), arguments);
    return to;
  }

  memory addShortcut() {
    const memory first = input(), second = input();
    const Dims shape = readShape();
    const binary::primitive_desc chosen({algorithm::binary_add,
                                         first.get_desc(), second.get_desc(),
                                         first.get_desc()},
                                        engine_);
    const memory to(chosen.dst_desc(), engine_);
    add(binary(chosen), {{DNNL_ARG_SRC_0, first},
                         {DNNL_ARG_SRC_1, second},
                         {DNNL_ARG_DST, to}});
    return to;
  }

  memory addUpsample() {
    const memory from = input();
    const resampling_forward::primitive_desc chosen(
        {prop_kind::forward_inference, algorithm::resampling_nearest,
         from.get_desc(), any(readShape())},
        engine_);
    const memory to(chosen.dst_desc(), engine_);
    add(resampling_forward(chosen), {{DNNL_ARG_SRC, from}, {DNNL_ARG_DST, to}});
    return to;
  }

  memory addReorg() {
    const memory from = input();
    const memory to({readShape(), type, Tag::nhwc}, engine_);
    steps.push_back([from, to](stream &) {
      std::memcpy(to.get_data_handle(), from.get_data_handle(),
                  to.get_desc().get_size());
    });
    return to;
  }

  memory addLayer(const std::string &kind) {
    if (kind == "convolutional")
      return addConvolution();
    if (kind == "maxpool" || kind == "avgpool")
      return addPool(kind == "maxpool");
    if (kind == "route")
      return addRoute();
    if (kind == "shortcut")
      return addShortcut();
    if (kind == "upsample")
      return addUpsample();
    return kind == "reorg" ? addReorg() : input(); // "same"
  }

  std::ifstream list;
  bool isInt;
  memory::data_type type;
  engine engine_{engine::kind::cpu, 0};
  stream stream_{engine_};
  memory picture;
  std::vector<memory> outputs;
  std::vector<Step> steps;
};

} // namespace

int main(int argc, char **argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: onednn-peer float|int THREADS LAYERS\n");
    return 2;
  }
  omp_set_num_threads(std::atoi(argv[2]));
  try {
    Chain chain(argv[3], !std::strcmp(argv[1], "int"));
    return qsim::peers::serve([&] { chain.build(); }, [&] { chain.run(); });
  } catch (const std::exception &failure) {
    std::fprintf(stderr, "onednn-peer: error: %s\n", failure.what());
    return 1;
  }
}
