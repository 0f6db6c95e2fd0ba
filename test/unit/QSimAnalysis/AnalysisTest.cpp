// SPDX-License-Identifier: Apache-2.0
// Quantization types, scale groups and parameters of modules written as text.
#include "QSim/Analysis/LayerParameters.h"
#include "QSim/Analysis/NetworkFacts.h"
#include "QSim/Analysis/QuantTypes.h"
#include "QSim/Analysis/ScaleGroups.h"

#include "mlir/Dialect/Quant/IR/Quant.h"
#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Parser/Parser.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace qsim;

namespace {

class Analysis : public testing::Test {
protected:
  Analysis() : context(mlir::MLIRContext::Threading::DISABLED) {
    context.loadDialect<QSimDialect, mlir::func::FuncDialect,
                        mlir::quant::QuantDialect>();
    context.getDiagEngine().registerHandler([this](mlir::Diagnostic &diag) {
      message = diag.str();
      return mlir::success();
    });
  }

  mlir::OwningOpRef<mlir::ModuleOp> parse(llvm::StringRef text) {
    auto module = mlir::parseSourceString<mlir::ModuleOp>(text, &context);
    EXPECT_TRUE(module) << message;
    return module;
  }

  Conv2DOp onlyConv(mlir::ModuleOp module) {
    Conv2DOp result;
    module.walk([&](Conv2DOp conv) { result = conv; });
    return result;
  }

  mlir::MLIRContext context;
  std::string message;
};

TEST_F(Analysis, ActivationTypes) {
  for (int32_t bits : {2, 8, 16}) {
    qsimrt_quant quant = {bits, 1.0f / 127.0f, -1};
    qsimrt_quant back = toQuant(activationType(&context, quant));
    EXPECT_EQ(back.bits, bits);
    EXPECT_EQ(back.scale, quant.scale);
    EXPECT_EQ(back.zero_point, -1);
  }
  EXPECT_TRUE(activationType(&context, {0, 0, 0}).isF32());
  EXPECT_EQ(toQuant(mlir::Float32Type::get(&context)).bits, 0);
  // Weights are narrow: not an activation.
  EXPECT_FALSE(isQuantized(weightType(&context, {8, {0.5f}})));
}

TEST_F(Analysis, WeightTypes) {
  WeightQuant channels = {4, {0.1f, 0.25f, 3.0f}};
  WeightQuant back = toWeightQuant(weightType(&context, channels));
  EXPECT_EQ(back.bits, 4);
  EXPECT_EQ(back.scales, channels.scales);
  WeightQuant one = {16, {0.1f}};
  EXPECT_TRUE(
      llvm::isa<mlir::quant::UniformQuantizedType>(weightType(&context, one)));
  EXPECT_TRUE(llvm::isa<mlir::quant::UniformQuantizedPerAxisType>(
      perAxisWeightType(&context, one)));
  EXPECT_EQ(toWeightQuant(perAxisWeightType(&context, one)).scales, one.scales);
  EXPECT_EQ(toWeightQuant(mlir::Float32Type::get(&context)).bits, 0);
}

TEST_F(Analysis, Ranges) {
  auto range = calibratedRange(calibratedType(&context, {-0.5, 6.0}));
  ASSERT_TRUE(range);
  EXPECT_EQ(range->minimum, -0.5);
  EXPECT_EQ(range->maximum, 6.0);
  auto empty = calibratedRange(calibratedType(&context, {0.0, 0.0}));
  ASSERT_TRUE(empty);
  EXPECT_EQ(empty->minimum, -std::ldexp(1.0, -20));
  EXPECT_EQ(empty->maximum, std::ldexp(1.0, -20));
  EXPECT_TRUE(isFloat32Scale(0.5));
  EXPECT_FALSE(isFloat32Scale(0.1));
  EXPECT_FALSE(isFloat32Scale(0.0));
}

TEST_F(Analysis, ScaleGroupsFollowLayersThatKeepTheirScale) {
  auto module = parse(R"(
    func.func @net(%image: tensor<1x1x2x2xf32>) {
      %w = qsim.parameter dense<0.5> : tensor<1x1x1x1xf32> -> tensor<1x1x1x1xf32>
      %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
          pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64}
          : (tensor<1x1x2x2xf32>, tensor<1x1x1x1xf32>) -> tensor<1x1x2x2xf32>
      %1 = qsim.upsample %0 {name = "upsample_1", index = 1 : i64, factor = 1 : i64}
          : (tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32>
      %2 = qsim.concat %1 {name = "route_2", index = 2 : i64} : (tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32>
      %3 = qsim.concat %2, %image {name = "route_3", index = 3 : i64}
          : (tensor<1x1x2x2xf32>, tensor<1x1x2x2xf32>) -> tensor<1x2x2x2xf32>
      %4 = qsim.max_pool2d %image {name = "maxpool_4", index = 4 : i64, kernel = array<i64: 1, 1>,
          strides = array<i64: 1, 1>, pads = array<i64: 0, 0, 0, 0>}
          : (tensor<1x1x2x2xf32>) -> tensor<1x1x2x2xf32>
      return
    })");
  auto network = findNetwork(*module);
  ASSERT_TRUE(mlir::succeeded(network));
  ScaleGroups groups(*network);
  mlir::Value weights;
  std::vector<int64_t> owners;
  network->walk([&](mlir::Operation *op) {
    if (llvm::isa<LayerOpInterface>(op))
      owners.push_back(groups.ownerIndex(op->getResult(0)));
    if (auto parameter = llvm::dyn_cast<ParameterOp>(op))
      weights = parameter;
  });
  // The concat of two inputs owns its scale; the pool belongs to the picture.
  EXPECT_EQ(owners, (std::vector<int64_t>{0, 0, 0, 3, -1}));
  EXPECT_FALSE(groups.ownerOf(weights));
  EXPECT_EQ(groups.owners().size(), 3u);
  EXPECT_EQ(groups.membersOf(network->getArgument(0)).size(), 2u);
  EXPECT_EQ(producerName(network->getArgument(0)), "image");
}

constexpr char conv[] = R"(
  func.func @net(%image: tensor<1x1x2x2x!quant.uniform<i8:f32, 0.5>>) {
    %w = qsim.parameter PAYLOAD : tensor<2x1x1x1xf32>
        -> tensor<2x1x1x1x!quant.uniform<i8<-127:127>:f32:0, {0.25, 0.5}>>
    %0 = qsim.conv2d %image, %w {name = "conv_0", index = 0 : i64, strides = array<i64: 1, 1>,
        pads = array<i64: 0, 0, 0, 0>, groups = 1 : i64, biases = dense<[1.0, -1.0]> : tensor<2xf32>}
        : (tensor<1x1x2x2x!quant.uniform<i8:f32, 0.5>>,
           tensor<2x1x1x1x!quant.uniform<i8<-127:127>:f32:0, {0.25, 0.5}>>)
        -> tensor<1x2x2x2x!quant.uniform<i8:f32, 1.0>>
    return
  })";

std::string convWith(llvm::StringRef payload, llvm::StringRef resources = "") {
  auto [before, after] = llvm::StringRef(conv).split("PAYLOAD");
  return (before + payload + after + resources).str();
}

TEST_F(Analysis, DerivesIntegers) {
  auto module = parse(convWith("dense<[[[[1.0]]], [[[-2.0]]]]>"));
  auto layer = RuntimeConvolution::create(onlyConv(*module));
  ASSERT_TRUE(mlir::succeeded(layer)) << message;
  EXPECT_TRUE((*layer)->isNarrow());
  auto derived =
      (*layer)->derive(toRuntime(datapathOf(*module)), QSIMRT_PJREDDIE);
  ASSERT_TRUE(mlir::succeeded(derived)) << message;
  // 1 / 0.25 and -2 / 0.5
  EXPECT_EQ(derived->weights, (std::vector<int32_t>{4, -4}));
  // 1 / (0.5 * 0.25) and -1 / (0.5 * 0.5)
  EXPECT_EQ(derived->biases, (std::vector<int64_t>{8, -4}));
  // 0.5 * 0.25 / 1 = 2^-3: a pure shift
  EXPECT_EQ(derived->positive[0].mult, 1);
  EXPECT_EQ(derived->positive[0].shift, 3);
  EXPECT_TRUE(derived->negative.empty());
}

LayerOpInterface onlyWeighted(mlir::ModuleOp module) {
  LayerOpInterface result;
  module.walk([&](LayerOpInterface layer) {
    if (layer.getLayerWeights())
      result = layer;
  });
  return result;
}

TEST_F(Analysis, DerivesAConnectedLayerWithATable) {
  auto module = parse(R"(
    func.func @net(%image: tensor<1x1x1x2x!quant.uniform<i8:f32, 0.5>>) {
      %w = qsim.parameter dense<[[1.0, -2.0]]> : tensor<1x2xf32>
          -> tensor<1x2x!quant.uniform<i8<-127:127>:f32, 0.25>>
      %0 = qsim.connected %image, %w {name = "connected_0", index = 0 : i64,
          activation = #qsim<activation hardtan>, preactivation = !quant.uniform<i3:f32, 0.5>}
          : (tensor<1x1x1x2x!quant.uniform<i8:f32, 0.5>>,
             tensor<1x2x!quant.uniform<i8<-127:127>:f32, 0.25>>)
          -> tensor<1x1x1x1x!quant.uniform<i8:f32, 0.25>>
      return
    })");
  auto layer = RuntimeConvolution::create(onlyWeighted(*module));
  ASSERT_TRUE(mlir::succeeded(layer)) << message;
  EXPECT_EQ((*layer)->layer().kind, QSIMRT_CONNECTED);
  EXPECT_EQ((*layer)->inputShape().w, 2);
  auto derived =
      (*layer)->derive(toRuntime(datapathOf(*module)), QSIMRT_PJREDDIE);
  ASSERT_TRUE(mlir::succeeded(derived)) << message;
  EXPECT_EQ(derived->weights, (std::vector<int32_t>{4, -8}));
  EXPECT_EQ(derived->biases, (std::vector<int64_t>{0}));
  // 0.5 * 0.25 / 0.5 = 2^-2: the target is the pre-activation.
  EXPECT_EQ(derived->positive[0].mult, 1);
  EXPECT_EQ(derived->positive[0].shift, 2);
  EXPECT_TRUE(derived->negative.empty());
  // -2, -1.5, ... 1.5 limited to -1..1, in quarters.
  EXPECT_EQ(derived->table, (std::vector<int32_t>{-4, -4, -4, -2, 0, 2, 4, 4}));

  onlyWeighted(*module).setLayerPreactivation({});
  auto without = RuntimeConvolution::create(onlyWeighted(*module));
  ASSERT_TRUE(mlir::succeeded(without));
  EXPECT_TRUE(mlir::failed(
      (*without)->derive(toRuntime(datapathOf(*module)), QSIMRT_PJREDDIE)));
}

TEST_F(Analysis, ALocalLayerHasBiasesForEachPlaceAndScalesForEachFilter) {
  // One channel of two places, two filters of one tap.
  auto module = parse(R"(
    func.func @net(%image: tensor<1x1x1x2x!quant.uniform<i8:f32, 0.5>>) {
      %w = qsim.parameter dense<[[[[1.0]], [[2.0]]], [[[3.0]], [[4.0]]]]> : tensor<2x2x1x1xf32>
          -> tensor<2x2x1x1x!quant.uniform<i8<-127:127>:f32:1, {0.25, 0.5}>>
      %0 = qsim.local %image, %w {name = "local_0", index = 0 : i64, size = 1 : i64, stride = 1 : i64,
          pad = 0 : i64, bias_delta = dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>,
          activation = #qsim<activation relu>}
          : (tensor<1x1x1x2x!quant.uniform<i8:f32, 0.5>>,
             tensor<2x2x1x1x!quant.uniform<i8<-127:127>:f32:1, {0.25, 0.5}>>)
          -> tensor<1x2x1x2x!quant.uniform<i8:f32, 1.0>>
      return
    })");
  LayerOpInterface local = onlyWeighted(*module);
  EXPECT_FALSE(local.takesLayerVector(LayerVector::Scales));
  EXPECT_EQ(local.getWeightAxis(), 1);
  auto layer = RuntimeConvolution::create(local);
  ASSERT_TRUE(mlir::succeeded(layer)) << message;
  std::vector<double> gain, bias;
  (*layer)->parameters().fold(QSIMRT_PJREDDIE, gain, bias);
  EXPECT_EQ(gain, (std::vector<double>{1, 1}));
  EXPECT_EQ(bias, (std::vector<double>{1, 2, 3, 4}));
  auto derived =
      (*layer)->derive(toRuntime(datapathOf(*module)), QSIMRT_PJREDDIE);
  ASSERT_TRUE(mlir::succeeded(derived)) << message;
  EXPECT_EQ(derived->weights, (std::vector<int32_t>{4, 4, 12, 8}));
  // 1 / (0.5 * 0.25), 2 / 0.125, 3 / (0.5 * 0.5), 4 / 0.25
  EXPECT_EQ(derived->biases, (std::vector<int64_t>{8, 16, 12, 16}));
  EXPECT_EQ(derived->positive[1].shift, 2);
  // The slope of a relu below 0 is 0.
  ASSERT_EQ(derived->negative.size(), 2u);
  EXPECT_EQ(derived->negative[1].mult, 0);

  auto back = toWeightQuant(
      perAxisWeightType(&context, {8, {0.25f, 0.5f}}, /*axis=*/1));
  EXPECT_EQ(back.scales.size(), 2u);
}

TEST_F(Analysis, ReadsResourcesInPlaceAndReportsMissingOnes) {
  auto good = parse(convWith(
      "dense_resource<w>",
      R"({-# dialect_resources: { builtin: { w: "0x040000000000803F000000C0" } } #-})"));
  auto parameters = LayerParameters::read(onlyConv(*good));
  ASSERT_TRUE(mlir::succeeded(parameters)) << message;
  EXPECT_EQ(parameters->weights.values()[1], -2.0f);
  EXPECT_FALSE(parameters->hasBatchNorm());

  auto missing = parse(convWith("dense_resource<absent>"));
  EXPECT_TRUE(mlir::failed(LayerParameters::read(onlyConv(*missing))));
  EXPECT_EQ(message,
            "weights: the resource 'absent' has no data, wanted 2 floats");

  auto small = parse(convWith(
      "dense_resource<s>",
      R"({-# dialect_resources: { builtin: { s: "0x040000000000803F" } } #-})"));
  EXPECT_TRUE(mlir::failed(LayerParameters::read(onlyConv(*small))));
  EXPECT_EQ(message, "weights: the resource 's' has 4 bytes, wanted 8");
}

TEST_F(Analysis, DatapathIsTheDefaultWhereNoneIsDeclared) {
  auto module = parse("module {}");
  qsimrt_datapath datapath = toRuntime(datapathOf(*module));
  EXPECT_EQ(datapath.accumulator_bits, 32);
  EXPECT_EQ(datapath.wide_multiplier_bits, 15);
  EXPECT_EQ(toAttr(&context, datapath), datapathOf(*module));
  EXPECT_TRUE(mlir::failed(findNetwork(*module)));
  EXPECT_EQ(message, "the module has 0 functions, wanted one, the network");
}

} // namespace
