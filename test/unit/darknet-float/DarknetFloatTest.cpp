// SPDX-License-Identifier: Apache-2.0
// FLOAT (numerics.md section 7) against libdarknet, layer by layer on the same
// inputs and parameters, bit for bit.
#include "Describe.h"

#include <cmath>
#include <cstdio>
#include <cstring>
#include <random>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

using namespace qsim::test;

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
      fillParameters(network_->layers[i]);
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
    return {at(i).output, shapeOf(at(i)), {}};
  }

private:
  void fill(float *values, size_t count, float low, float high) {
    for (size_t i = 0; i < count; ++i)
      values[i] = low + (high - low) * float(random() >> 8) * 0x1p-24f;
  }
  void fillParameters(layer &l) {
    if (l.type == CONVOLUTIONAL)
      fillWeights(l, l.c / l.groups * l.size * l.size, l.n, l.n);
    else if (l.type == CONNECTED)
      fillWeights(l, l.inputs, l.outputs, l.outputs);
    else if (l.type == LOCAL)
      fillWeights(l, l.c * l.size * l.size, l.outputs, l.outputs);
  }
  void fillWeights(layer &l, int taps, int filters, int biases) {
    const float spread = std::sqrt(3.0f / float(taps));
    fill(l.weights, size_t(taps) * filters, -spread, spread);
    fill(l.biases, size_t(biases), -0.5f, 0.5f);
    if (l.batch_normalize) {
      fill(l.scales, size_t(filters), 0.5f, 2);
      fill(l.rolling_mean, size_t(filters), -0.5f, 0.5f);
      fill(l.rolling_variance, size_t(filters), 0.1f, 2);
    }
  }

  std::mt19937 random;
  network *network_;
  std::vector<float> picture;
};

// How far a layer may be from ours, in parts of its largest value: what goes
// through an exp of another library, sums that -Ofast reorders, activations
// that Darknet computes partly in float32.
float toleranceOf(const layer &theirs) {
  switch (theirs.type) {
  case CONNECTED:
  case YOLO:
    return 1e-5f;
  case SOFTMAX:
  case REGION:
  case DETECTION:
    return 1e-6f;
  case CONVOLUTIONAL:
  case LOCAL:
    return qsimrt_activation(activationOf(theirs)) >= QSIMRT_LOGISTIC ? 1e-6f
                                                                      : 0;
  default:
    return 0;
  }
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
    if (theirs.type == SHORTCUT)
      inputs.push_back(darknet.output(theirs.index));
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
  qsimrt_activate(
      QSIMRT_PJREDDIE,
      qsimrt_pending_activation(&ours, QSIMRT_PJREDDIE, QSIMRT_FLOAT), nullptr,
      out.data(), out.size());
  return out;
}

// The same bytes, but for the layers with a tolerance. Darknet's relu makes -0
// of a negative number, ours 0.
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
      different += ours[k] != theirs.output[k];
      varied += theirs.output[k] != theirs.output[0];
    }
    EXPECT_GT(varied, ours.size() / 4) << "layer " << i << " says nothing";
    const float tolerance = toleranceOf(theirs);
    if (tolerance > 0)
      EXPECT_LE(farthest, tolerance * largest) << "layer " << i;
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

TEST(DarknetFloat, Shortcuts) {
  compare(net(16, 16) + convolutional(8, 3, 1, true, "leaky") +
              convolutional(8, 3, 1, true, "linear") +
              section("shortcut", "from=-2\nactivation=leaky") +
              convolutional(12, 3, 2, true, "leaky") + // 8 x 8
              section("shortcut", "from=0\nactivation=linear") +
              convolutional(6, 1, 1, true, "relu") +
              section("upsample", "stride=2") +
              section("shortcut", "from=3\nactivation=relu"),
          7);
}

TEST(DarknetFloat, PoolsCropsAndReorgs) {
  compare(net(27, 24) + section("crop", "crop_height=20\ncrop_width=20") +
              section("crop", "crop_height=16\ncrop_width=16\nnoadjust=1") +
              convolutional(16, 3, 1, true, "leaky") +
              section("reorg", "stride=2") +
              section("dropout", "probability=.5") +
              convolutional(12, 1, 1, true, "leaky") + section("avgpool", ""),
          8);
  // A number of places that is no power of two: 7 x 9.
  compare(net(14, 18) + convolutional(12, 3, 2, true, "leaky") +
              section("avgpool", ""),
          9);
  compare(net(6, 6) + convolutional(3, 3, 1, true, "leaky") +
              section("reorg", "extra=2"),
          10);
}

TEST(DarknetFloat, ExactActivations) {
  std::string cfg = net(12, 12);
  for (const char *name : {"relu", "ramp", "relie", "hardtan"})
    cfg += convolutional(8, 3, 1, true, name);
  compare(cfg, 9);
}

TEST(DarknetFloat, SmoothActivations) {
  for (const char *name :
       {"logistic", "loggy", "tanh", "elu", "selu", "lhtan", "plse", "stair"}) {
    SCOPED_TRACE(name);
    compare(net(12, 12) + convolutional(8, 3, 1, true, name) +
                convolutional(8, 3, 2, false, name),
            10);
  }
}

TEST(DarknetFloat, ClassifierOfTheFirstYolo) {
  const auto connected = [](int outputs, const char *activation,
                            int normalize) {
    return section("connected",
                   "output=" + std::to_string(outputs) +
                       "\nactivation=" + activation +
                       "\nbatch_normalize=" + std::to_string(normalize));
  };
  const std::string local =
      section("local", "filters=6\nsize=3\nstride=2\npad=1\nactivation=leaky");
  compare(net(20, 20) + convolutional(8, 3, 1, true, "leaky") + local +
              connected(64, "leaky", 0) + connected(3 * 3 * 14, "linear", 1) +
              section("detection", "classes=4\ncoords=4\nside=3\nnum=2\n"
                                   "softmax=1\nsqrt=1"),
          11);
  compare(net(8, 8) + connected(30, "relu", 0) +
              section("softmax", "groups=3\ntemperature=2"),
          12);
}

TEST(DarknetFloat, RegionHeads) {
  for (const char *softmax : {"0", "1"})
    compare(net(24, 16) + convolutional(16, 3, 2, true, "leaky") +
                convolutional(3 * 9, 1, 1, false, "linear") +
                section("region", "anchors=1,2, 3,4, 5,6\nclasses=4\ncoords=4\n"
                                  "num=3\nsoftmax=" +
                                      std::string(softmax)),
            13);
}

} // namespace
