// SPDX-License-Identifier: Apache-2.0
// From a small quantized module to the integers of a package.
#include "qsim/Conversion/QSimToQNet.h"
#include "qsim/Target/Net.h"

#include "../Support/TemporaryFolder.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Quant/IR/Quant.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"

#include <gtest/gtest.h>

using namespace qsim;

namespace {

// All scales are powers of two, so that the integers can be worked out by hand.
constexpr const char *quantizedModule = R"mlir(
!image = tensor<1x2x4x4x!quant.uniform<i8:f32, 0.0078125>>
!map = tensor<1x2x4x4x!quant.uniform<i8:f32, 0.5>>
!w0 = tensor<2x2x1x1x!quant.uniform<i8<-127:127>:f32:0, {0.25, 0.125}>>
!w2 = tensor<1x4x1x1x!quant.uniform<i16<-32767:32767>:f32, 0.0009765625>>
module attributes {qsim.network = #qsim.network<name = "tiny", arithmetic = pjreddie, resize = stretch, classes = ["disc"]>} {
  func.func @tiny(%image: !image) -> tensor<1x1x4x4x!quant.uniform<i16:f32, 0.00390625>> {
    %w0 = qsim.parameter dense<[[[[0.5]], [[-0.25]]], [[[1.0]], [[0.125]]]]> : tensor<2x2x1x1xf32> -> !w0
    %0 = qsim.conv2d %image, %w0 {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>,
        groups = 1 : i64, biases = dense<[1.0, -0.5]> : tensor<2xf32>, activation = #qsim<activation leaky>}
        : (!image, !w0) -> !map
    %1 = qsim.concat %0, %image {name = "route_1", index = 1 : i64} : (!map, !image) -> tensor<1x4x4x4x!quant.uniform<i8:f32, 0.5>>
    %w2 = qsim.parameter dense<[[[[0.5]], [[-0.25]], [[0.0009765625]], [[0.0]]]]> : tensor<1x4x1x1xf32> -> !w2
    %2 = qsim.conv2d %1, %w2 {name = "conv_2", index = 2 : i64, strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>,
        groups = 1 : i64, biases = dense<0.25> : tensor<1xf32>, bias_delta = dense<0.25> : tensor<1xf32>}
        : (tensor<1x4x4x4x!quant.uniform<i8:f32, 0.5>>, !w2) -> tensor<1x1x4x4x!quant.uniform<i16:f32, 0.00390625>>
    return %2 : tensor<1x1x4x4x!quant.uniform<i16:f32, 0.00390625>>
  }
})mlir";

class PackageTest : public testing::Test {
protected:
  PackageTest() {
    context.loadDialect<QSimDialect, qnet::QNetDialect, mlir::func::FuncDialect,
                        mlir::quant::QuantDialect>();
  }

  /// The network of a module that parses and can be converted.
  qnet::NetworkOp lower(const std::string &text) {
    module = mlir::parseSourceString<mlir::ModuleOp>(text, &context);
    EXPECT_TRUE(module);
    mlir::PassManager passes(&context);
    passes.addPass(createConvertQSimToQNetPass());
    EXPECT_TRUE(succeeded(passes.run(*module)));
    return *module->getOps<qnet::NetworkOp>().begin();
  }
  Result<NetFiles> emit(const std::string &text) {
    return emitNetFiles(lower(text));
  }

  /// The model of the files, in `memory`; null and `error` where refused.
  const qsimrt_model *load(const NetFiles &files) {
    qsimrt_files bytes = {};
    bytes.net = {"tiny.net", files.net.data(), files.net.size()};
    bytes.sys = {"tiny.sys", files.sys.data(), files.sys.size()};
    bytes.fweights = {"tiny.fweights", files.fweights.data(),
                      files.fweights.size()};
    if (!files.qweights.empty())
      bytes.qweights = {"tiny.qweights", files.qweights.data(),
                        files.qweights.size()};
    memory = AlignedBytes(qsimrt_model_size(&bytes));
    const qsimrt_model *model = nullptr;
    qsimrt_model_init(memory.data(), memory.size(), &bytes, &model, &error);
    return model;
  }

  mlir::MLIRContext context;
  mlir::OwningOpRef<mlir::ModuleOp> module; // what lower() made
  AlignedBytes memory;
  qsimrt_error error = {};
};

template <typename T> std::vector<T> list(const void *values, size_t count) {
  const T *first = static_cast<const T *>(values);
  return {first, first + count};
}

std::vector<std::pair<int, int>> pairs(const qsimrt_multiplier *values,
                                       int count) {
  std::vector<std::pair<int, int>> out;
  for (int i = 0; i < count; ++i)
    out.emplace_back(values[i].mult, values[i].shift);
  return out;
}

using Pairs = std::vector<std::pair<int, int>>;

TEST_F(PackageTest, IntegersFollowFromScales) {
  Result<NetFiles> files = emit(quantizedModule);
  ASSERT_TRUE(files) << files.message();
  const qsimrt_model *model = load(*files);
  ASSERT_NE(model, nullptr) << error.text;

  const qsimrt_convolutional &narrow = model->layers[0].u.convolutional;
  // 0.5 / 2^-2, -0.25 / 2^-2, 1 / 2^-3, 0.125 / 2^-3.
  EXPECT_EQ(list<int8_t>(narrow.q_weights, 4),
            (std::vector<int8_t>{2, -1, 8, 1}));
  // 1 / (2^-7 * 2^-2) and -0.5 / (2^-7 * 2^-3).
  EXPECT_EQ(list<int32_t>(narrow.q_biases, 2),
            (std::vector<int32_t>{512, -512}));
  // 2^-7 * 2^-2 / 2^-1 = 2^-8, and half of it.
  EXPECT_EQ(pairs(narrow.positive, 2), (Pairs{{1, 8}, {1, 9}}));
  EXPECT_EQ(list<float>(narrow.hybrid_scales, 2),
            (std::vector<float>{0x1p-9f, 0x1p-10f}));
  ASSERT_NE(narrow.negative, nullptr);

  // The first input is copied; the picture: 2^-7 / 2^-1 = 2^-6.
  EXPECT_EQ(pairs(model->layers[1].u.route.rescale, 2),
            (Pairs{{1, 0}, {1, 6}}));

  const qsimrt_convolutional &wide = model->layers[2].u.convolutional;
  EXPECT_EQ(list<int16_t>(wide.q_weights, 4),
            (std::vector<int16_t>{512, -256, 1, 0}));
  // (0.25 + 0.25) / (2^-1 * 2^-10).
  EXPECT_EQ(list<int64_t>(wide.q_biases, 1), (std::vector<int64_t>{1024}));
  // 2^-1 * 2^-10 / 2^-8 = 2^-3.
  EXPECT_EQ(pairs(wide.positive, 1), (Pairs{{1, 3}}));
  EXPECT_EQ(wide.negative, nullptr);
  EXPECT_EQ(wide.bias_delta[0], 0.25f);
}

TEST_F(PackageTest, SameModuleSameBytes) {
  Result<NetFiles> first = emit(quantizedModule);
  Result<NetFiles> second = emit(quantizedModule);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->net, second->net);
  EXPECT_EQ(first->sys, second->sys);
  EXPECT_EQ(first->fweights.view(), second->fweights.view());
  EXPECT_EQ(first->qweights.view(), second->qweights.view());
}

TEST_F(PackageTest, EveryFlippedPayloadByteIsRefused) {
  Result<NetFiles> files = emit(quantizedModule);
  ASSERT_TRUE(files) << files.message();
  ASSERT_NE(load(*files), nullptr) << error.text;
  for (AlignedBytes NetFiles::*container :
       {&NetFiles::fweights, &NetFiles::qweights}) {
    AlignedBytes &bytes = (*files).*container;
    const qsimrt_bytes file = {"tiny", bytes.data(), bytes.size()};
    std::vector<size_t> offsets;
    for (size_t i = 0; i < 64; ++i)
      offsets.push_back(i);
    for (int32_t i = 0; i < qsimrt_container_count(&file); ++i) {
      qsimrt_tensor_view view;
      qsimrt_container_entry(&file, i, &view);
      const size_t start = static_cast<const char *>(view.data) - bytes.data();
      for (size_t offset = start; offset < start + view.bytes; ++offset)
        offsets.push_back(offset);
    }
    for (size_t offset : offsets) {
      bytes.data()[offset] ^= 0x10;
      EXPECT_EQ(load(*files), nullptr) << "flipped byte " << offset;
      bytes.data()[offset] ^= 0x10;
    }
  }
  EXPECT_NE(load(*files), nullptr) << error.text;
}

TEST_F(PackageTest, IntegersBelongToTheirNetwork) {
  Result<NetFiles> files = emit(quantizedModule);
  ASSERT_TRUE(files) << files.message();
  const size_t at = files->net.find("8:0.0078125:0");
  ASSERT_NE(at, std::string::npos);
  files->net.replace(at, 13, "8:0.0078126:0");
  EXPECT_EQ(load(*files), nullptr);
  EXPECT_NE(std::string(error.text).find("was not made from"),
            std::string::npos)
      << error.text;
}

TEST_F(PackageTest, FloatOnlyNetworkHasNoIntegers) {
  Result<NetFiles> files = emit(R"mlir(
module attributes {qsim.network = #qsim.network<name = "tiny", arithmetic = alexeyab, resize = stretch, classes = []>} {
  func.func @tiny(%image: tensor<1x1x4x4xf32>) -> tensor<1x1x4x4xf32> {
    %w = qsim.parameter dense<0.5> : tensor<1x1x3x3xf32> -> tensor<1x1x3x3xf32>
    %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>, pads = array<i64: 1, 1, 1, 1>,
        groups = 1 : i64} : (tensor<1x1x4x4xf32>, tensor<1x1x3x3xf32>) -> tensor<1x1x4x4xf32>
    return %0 : tensor<1x1x4x4xf32>
  }
})mlir");
  ASSERT_TRUE(files) << files.message();
  EXPECT_TRUE(files->qweights.empty());
  const qsimrt_model *model = load(*files);
  ASSERT_NE(model, nullptr) << error.text;
  EXPECT_EQ(model->layers[0].u.convolutional.weights[8], 0.5f);
  EXPECT_EQ(model->layers[0].u.convolutional.biases[0], 0.0f);
}

TEST_F(PackageTest, ValueThatDoesNotFitIsAnErrorAtItsLayer) {
  std::string text = quantizedModule;
  // 2^33 / 2^-9 does not fit a bias of 32 bits.
  text.replace(text.find("dense<[1.0, -0.5]>"), 18,
               "dense<[8589934592.0, 0.0]>");
  std::string diagnostic;
  mlir::ScopedDiagnosticHandler handler(
      &context, [&](mlir::Diagnostic &d) { diagnostic = d.str(); });
  Result<NetFiles> files = emit(text);
  ASSERT_FALSE(files);
  EXPECT_NE(files.message().find("conv_0"), std::string::npos)
      << files.message();
  EXPECT_EQ(diagnostic, files.message());
}

TEST_F(PackageTest, PackageOnDiskHoldsWhatWasGiven) {
  Result<NetFiles> files = emit(quantizedModule);
  ASSERT_TRUE(files) << files.message();
  test::TemporaryFolder folder;
  PackageExtras extras;
  extras.module = "module";
  extras.calibration = "calibration";
  extras.calibrationHistogram = "histogram";
  ASSERT_TRUE(emitPackage(folder.path("p"), lower(quantizedModule), extras));
  EXPECT_EQ(folder.list("p"),
            "calibration.hist calibration.yaml model.mlirbc tiny.fweights "
            "tiny.net tiny.packed tiny.qweights tiny.sys");
  // Streamed to a file, the weights are what they are in memory.
  EXPECT_EQ(folder.read("p/tiny.net"), files->net);
  EXPECT_EQ(folder.read("p/tiny.sys"), files->sys);
  EXPECT_EQ(folder.read("p/tiny.fweights"), files->fweights.view());
  EXPECT_EQ(folder.read("p/tiny.qweights"), files->qweights.view());
  EXPECT_EQ(folder.read("p/calibration.hist"), "histogram");

  // The package is replaced as a whole: what is not given again is gone.
  qnet::NetworkOp other = lower(quantizedModule);
  other.setSymName("other");
  ASSERT_TRUE(emitPackage(folder.path("p"), other));
  EXPECT_EQ(folder.list("p"),
            "other.fweights other.net other.packed other.qweights other.sys");
  EXPECT_EQ(folder.list(), "p");

  folder.write("p/notes.txt", "mine");
  EXPECT_FALSE(emitPackage(folder.path("p"), other));
  EXPECT_EQ(folder.read("p/notes.txt"), "mine");
}

TEST_F(PackageTest, RefusedNetworkLeavesNoPackage) {
  std::string text = quantizedModule;
  text.replace(text.find("dense<[1.0, -0.5]>"), 18,
               "dense<[8589934592.0, 0.0]>");
  mlir::ScopedDiagnosticHandler handler(&context, [](mlir::Diagnostic &) {});
  test::TemporaryFolder folder;
  EXPECT_FALSE(emitPackage(folder.path("p"), lower(text)));
  EXPECT_EQ(folder.list(), "");
}

} // namespace
