// SPDX-License-Identifier: Apache-2.0
// FLOAT (numerics.md section 7) against libdarknet, layer by layer on the same
// inputs and parameters, bit for bit.
#include "qsimrt/kernels.h"

#include <gtest/gtest.h>

extern "C" {
#include <darknet.h>
}

#include <cmath>
#include <cstdio>
#include <cstring>
#include <random>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

std::string section(const std::string &name, const std::string &options) {
  return "[" + name + "]\n" + options + "\n";
}

std::string convolutional(int filters, int size, int stride, bool normalize,
                          const char *activation, int groups = 1) {
  return section("convolutional",
                 "filters=" + std::to_string(filters) +
                     "\nsize=" + std::to_string(size) +
                     "\nstride=" + std::to_string(stride) +
                     "\npad=1\ngroups=" + std::to_string(groups) +
                     "\nbatch_normalize=" + std::to_string(int(normalize)) +
                     "\nactivation=" + activation);
}

std::string maxpool(int size, int stride) {
  return section("maxpool", "size=" + std::to_string(size) +
                                "\nstride=" + std::to_string(stride));
}

std::string net(int width, int height, int channels = 3) {
  return section("net",
                 "batch=1\nsubdivisions=1\nwidth=" + std::to_string(width) +
                     "\nheight=" + std::to_string(height) +
                     "\nchannels=" + std::to_string(channels));
}

// A network of libdarknet with sane random parameters, run on one picture.
class Darknet {
public:
  Darknet(const std::string &cfg, unsigned seed) : random(seed) {
    gpu_index = -1;
    std::string path = testing::TempDir() + "qsim-darknet-float-XXXXXX";
    const int file = mkstemp(path.data());
    EXPECT_GE(file, 0);
    EXPECT_EQ(write(file, cfg.data(), cfg.size()), ssize_t(cfg.size()));
    close(file);
    char noWeights[] = "";
    network_ = load_network(path.data(), noWeights, 0);
    std::remove(path.c_str());
    for (int i = 0; i < network_->n; ++i)
      if (network_->layers[i].type == CONVOLUTIONAL)
        fillConvolutional(network_->layers[i]);
    picture.resize(size_t(network_->w) * network_->h * network_->c);
    fill(picture.data(), picture.size(), 0, 1);
    network_predict(network_, picture.data());
  }
  ~Darknet() { free_network(network_); }
  Darknet(const Darknet &) = delete;

  int size() const { return network_->n; }
  const layer &at(int i) const { return network_->layers[i]; }
  qsimrt_operand output(int i) const {
    if (i < 0)
      return {picture.data(), {network_->c, network_->h, network_->w}, {}};
    return {at(i).output, {at(i).out_c, at(i).out_h, at(i).out_w}, {}};
  }

private:
  void fill(float *values, size_t count, float low, float high) {
    for (size_t i = 0; i < count; ++i)
      values[i] = low + (high - low) * float(random() >> 8) * 0x1p-24f;
  }
  void fillConvolutional(layer &l) {
    const float spread =
        std::sqrt(3.0f / float(l.c / l.groups * l.size * l.size));
    fill(l.weights, size_t(l.nweights), -spread, spread);
    fill(l.biases, size_t(l.n), -0.5f, 0.5f);
    if (l.batch_normalize) {
      fill(l.scales, size_t(l.n), 0.5f, 2);
      fill(l.rolling_mean, size_t(l.n), -0.5f, 0.5f);
      fill(l.rolling_variance, size_t(l.n), 0.1f, 2);
    }
  }

  std::mt19937 random;
  network *network_;
  std::vector<float> picture;
};

// Our description of one of its layers.
qsimrt_layer describe(const layer &theirs) {
  qsimrt_layer ours = {};
  ours.shape = {theirs.out_c, theirs.out_h, theirs.out_w};
  switch (theirs.type) {
  case CONVOLUTIONAL: {
    ours.kind = QSIMRT_CONVOLUTIONAL;
    auto &conv = ours.u.convolutional;
    conv.filters = theirs.n;
    conv.size = theirs.size;
    conv.stride = theirs.stride;
    conv.pad = theirs.pad;
    conv.groups = theirs.groups;
    conv.batch_normalize = theirs.batch_normalize;
    conv.activation = theirs.activation == LEAKY ? QSIMRT_LEAKY : QSIMRT_LINEAR;
    conv.weights = theirs.weights;
    conv.biases = theirs.biases;
    conv.scales = theirs.scales;
    conv.mean = theirs.rolling_mean;
    conv.variance = theirs.rolling_variance;
    break;
  }
  case MAXPOOL:
    ours.kind = QSIMRT_MAXPOOL;
    ours.u.maxpool = {theirs.size, theirs.stride, theirs.pad};
    break;
  case ROUTE:
    ours.kind = QSIMRT_ROUTE;
    break;
  case UPSAMPLE:
    ours.kind = QSIMRT_UPSAMPLE;
    ours.u.upsample.stride = theirs.stride;
    break;
  case YOLO:
    ours.kind = QSIMRT_YOLO;
    ours.u.yolo = {theirs.classes, theirs.n, theirs.total, theirs.mask,
                   theirs.biases};
    break;
  default:
    ADD_FAILURE() << "layer type " << theirs.type;
  }
  return ours;
}

std::vector<float> run(const Darknet &darknet, int index) {
  const layer &theirs = darknet.at(index);
  qsimrt_layer ours = describe(theirs);
  std::vector<qsimrt_operand> inputs;
  if (theirs.type == ROUTE) {
    for (int i = 0; i < theirs.n; ++i)
      inputs.push_back(darknet.output(theirs.input_layers[i]));
  } else {
    inputs.push_back(darknet.output(index - 1));
  }
  ours.input_count = int32_t(inputs.size());
  std::vector<float> out(size_t(ours.shape.c) * ours.shape.h * ours.shape.w);
  std::vector<double> scratch(
      qsimrt_scratch_size(&ours, QSIMRT_FLOAT) / sizeof(double) + 1);
  uint64_t unused = 0;
  qsimrt_call call = {};
  call.layer = &ours;
  call.arithmetic = QSIMRT_PJREDDIE;
  call.inputs = inputs.data();
  call.output = out.data();
  call.scratch = scratch.data();
  call.channel_end = ours.shape.c;
  call.accumulator_overflows = call.saturated_outputs = &unused;
  qsimrt_reference_kernel(ours.kind, QSIMRT_FLOAT)(&call);
  return out;
}

// Every layer but heads must have the same bytes; heads go through another exp.
void compare(const std::string &cfg, unsigned seed) {
  const Darknet darknet(cfg, seed);
  for (int i = 0; i < darknet.size(); ++i) {
    const layer &theirs = darknet.at(i);
    const std::vector<float> ours = run(darknet, i);
    ASSERT_EQ(ours.size(), size_t(theirs.outputs)) << "layer " << i;
    float largest = 0, farthest = 0;
    size_t different = 0, varied = 0;
    for (size_t k = 0; k < ours.size(); ++k) {
      ASSERT_TRUE(std::isfinite(theirs.output[k]));
      largest = std::max(largest, std::fabs(theirs.output[k]));
      farthest = std::max(farthest, std::fabs(theirs.output[k] - ours[k]));
      different += std::memcmp(&ours[k], &theirs.output[k], sizeof(float)) != 0;
      varied += theirs.output[k] != theirs.output[0];
    }
    EXPECT_GT(varied, ours.size() / 2) << "layer " << i << " says nothing";
    if (theirs.type == YOLO)
      EXPECT_LE(farthest, 1e-5f * largest) << "layer " << i;
    else
      EXPECT_EQ(different, 0U)
          << "layer " << i << " of " << ours.size() << " outputs";
  }
}

TEST(DarknetFloat, Convolutions) {
  compare(net(37, 29) + convolutional(16, 3, 1, true, "leaky") +
              convolutional(24, 3, 2, true, "leaky") +
              convolutional(12, 1, 1, true, "leaky") +
              convolutional(20, 3, 1, false, "linear") +
              convolutional(16, 5, 1, true, "linear") +
              convolutional(16, 5, 3, false, "leaky"),
          1);
}

TEST(DarknetFloat, GroupedConvolutions) {
  compare(net(24, 20, 4) + convolutional(8, 3, 1, true, "leaky", 2) +
              convolutional(8, 3, 2, true, "leaky", 8) +
              convolutional(6, 1, 1, true, "leaky", 2),
          2);
}

TEST(DarknetFloat, DeepSums) {
  compare(net(13, 13, 256) + convolutional(16, 3, 1, true, "leaky") +
              convolutional(255, 1, 1, false, "linear"),
          3);
}

TEST(DarknetFloat, WideRows) {
  compare(net(700, 12) + convolutional(4, 3, 1, true, "leaky") +
              convolutional(4, 1, 1, true, "leaky"),
          4);
}

TEST(DarknetFloat, MaxPools) {
  compare(net(26, 23) + maxpool(2, 2) + maxpool(2, 1) + maxpool(3, 1) +
              maxpool(3, 2) + maxpool(5, 1),
          5);
}

TEST(DarknetFloat, TwoHeads) {
  const std::string yolo =
      "classes=3\nnum=4\nanchors=10,14, 23,27, 37,58, 81,82\n";
  compare(
      net(64, 32) + convolutional(16, 3, 1, true, "leaky") + maxpool(2, 2) +
          convolutional(32, 3, 1, true, "leaky") + maxpool(2, 2) +
          convolutional(16, 1, 1, true, "leaky") +
          convolutional(16, 1, 1, false, "linear") +
          section("yolo", "mask=2,3\n" + yolo) + section("route", "layers=-3") +
          convolutional(8, 1, 1, true, "leaky") +
          section("upsample", "stride=2") + section("route", "layers=-1, 2") +
          convolutional(16, 3, 1, false, "linear") +
          section("yolo", "mask=0,1\n" + yolo),
      6);
}

} // namespace
