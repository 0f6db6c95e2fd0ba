// SPDX-License-Identifier: Apache-2.0
// The float parameters of a convolution, read in place, and what the runtime
// derives from them.
#include "QSim/Analysis/LayerParameters.h"

#include "QSim/Analysis/NetworkFacts.h"
#include "QSim/Analysis/QuantTypes.h"
#include "QSim/Analysis/ScaleGroups.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/DialectResourceBlobManager.h"

using namespace mlir;
using namespace qsim;

FailureOr<FloatView> FloatView::read(Operation *op, StringRef what,
                                     ElementsAttr attr) {
  FloatView result;
  if (!attr.getElementType().isF32())
    return op->emitError() << what << " is " << attr.getShapedType()
                           << ", wanted f32 elements";
  size_t count = attr.getNumElements();
  if (auto resource = dyn_cast<DenseResourceElementsAttr>(attr)) {
    AsmResourceBlob *blob = resource.getRawHandle().getBlob();
    if (!blob)
      return op->emitError()
             << what << ": the resource '" << resource.getRawHandle().getKey()
             << "' has no data, wanted " << count << " floats";
    ArrayRef<char> bytes = blob->getData();
    if (bytes.size() != count * sizeof(float))
      return op->emitError()
             << what << ": the resource '" << resource.getRawHandle().getKey()
             << "' has " << bytes.size() << " bytes, wanted "
             << count * sizeof(float);
    if (reinterpret_cast<uintptr_t>(bytes.data()) % alignof(float) != 0)
      return op->emitError()
             << what << ": the resource '" << resource.getRawHandle().getKey()
             << "' is not aligned to " << alignof(float) << " bytes";
    result.view = {reinterpret_cast<const float *>(bytes.data()), count};
    return result;
  }
  auto values = attr.tryGetValues<float>();
  if (!values)
    return op->emitError() << what << " is an attribute of unknown form, "
                           << "wanted dense<...> or dense_resource<...>";
  result.copy.assign(values->begin(), values->end());
  result.view = result.copy;
  return result;
}

FloatView FloatView::zeros(size_t count) {
  FloatView result;
  result.copy.assign(count, 0.0f);
  result.view = result.copy;
  return result;
}

FailureOr<LayerParameters> LayerParameters::read(Conv2DOp conv) {
  LayerParameters result;
  auto parameter = conv.getWeights().getDefiningOp<ParameterOp>();
  if (!parameter)
    return conv.emitOpError("layer \"")
           << conv.getName() << "\": the weights come from another op, wanted "
           << "qsim.parameter";
  auto take = [&](StringRef what, std::optional<ElementsAttr> attr,
                  FloatView &into) -> LogicalResult {
    if (!attr)
      return success();
    auto view = FloatView::read(conv, what, *attr);
    if (failed(view))
      return failure();
    into = std::move(*view);
    return success();
  };
  if (failed(take("weights", parameter.getValue(), result.weights)) ||
      failed(take("biases", conv.getBiases(), result.biases)) ||
      failed(take("scales", conv.getScales(), result.scales)) ||
      failed(take("mean", conv.getMean(), result.mean)) ||
      failed(take("variance", conv.getVariance(), result.variance)) ||
      failed(take("bias_delta", conv.getBiasDelta(), result.biasDelta)))
    return failure();
  if (!conv.getBiases())
    result.biases = FloatView::zeros(conv.getType().getDimSize(1));
  return result;
}

void LayerParameters::fold(qsimrt_arithmetic arithmetic,
                           std::vector<double> &gain,
                           std::vector<double> &bias) const {
  size_t filters = biases.values().size();
  gain.resize(filters);
  bias.resize(filters);
  qsimrt_fold_batch_norm(
      arithmetic, static_cast<int32_t>(filters), biases.data(), scales.data(),
      mean.data(), variance.data(), biasDelta.data(), gain.data(), bias.data());
}

FailureOr<std::unique_ptr<RuntimeConvolution>>
RuntimeConvolution::create(Conv2DOp conv) {
  auto params = LayerParameters::read(conv);
  if (failed(params))
    return failure();
  auto weights = cast<RankedTensorType>(conv.getWeights().getType());
  ArrayRef<int64_t> strides = conv.getStrides(), pads = conv.getPads();
  if (weights.getDimSize(2) != weights.getDimSize(3) ||
      !llvm::all_equal(strides) || !llvm::all_equal(pads))
    return conv.emitOpError("layer \"")
           << conv.getName() << "\": window " << weights.getDimSize(2) << "x"
           << weights.getDimSize(3) << ", strides [" << strides << "], pads ["
           << pads << "], wanted equal sizes in both directions";

  std::unique_ptr<RuntimeConvolution> result(new RuntimeConvolution(conv));
  result->params = std::move(*params);
  result->name = conv.getName().str();
  result->channels = static_cast<int32_t>(
      cast<RankedTensorType>(conv.getInput().getType()).getDimSize(1));
  result->inputQuant = toQuant(elementTypeOf(conv.getInput()));
  result->inputIndex = static_cast<int32_t>(producerIndex(conv.getInput()));
  WeightQuant quant = toWeightQuant(weights.getElementType());
  result->weightScales.assign(quant.scales.begin(), quant.scales.end());

  qsimrt_layer &layer = result->record;
  RankedTensorType output = conv.getType();
  layer.kind = QSIMRT_CONVOLUTIONAL;
  layer.index = static_cast<int32_t>(conv.getIndex());
  layer.name = result->name.c_str();
  layer.input_count = 1;
  layer.inputs = &result->inputIndex;
  layer.shape = {static_cast<int32_t>(output.getDimSize(1)),
                 static_cast<int32_t>(output.getDimSize(2)),
                 static_cast<int32_t>(output.getDimSize(3))};
  layer.output = toQuant(output.getElementType());
  layer.scale_group = layer.index;
  layer.ceiling =
      toRuntime(cast<LayerOpInterface>(conv.getOperation()).getLayerCeiling());
  qsimrt_convolutional &record = layer.u.convolutional;
  const LayerParameters &floats = result->params;
  record.filters = layer.shape.c;
  record.size = static_cast<int32_t>(weights.getDimSize(2));
  record.stride = static_cast<int32_t>(strides[0]);
  record.pad = static_cast<int32_t>(pads[0]);
  record.groups = static_cast<int32_t>(conv.getGroups());
  record.batch_normalize = floats.hasBatchNorm();
  record.activation = toRuntime(conv.getActivation());
  record.weight_bits = quant.bits;
  record.weight_scale_count = static_cast<int32_t>(quant.scales.size());
  record.weight_scales = result->weightScales.data();
  record.weights = floats.weights.data();
  record.biases = floats.biases.data();
  record.scales = floats.scales.data();
  record.mean = floats.mean.data();
  record.variance = floats.variance.data();
  record.bias_delta = floats.biasDelta.data();
  return result;
}

bool RuntimeConvolution::isNarrow() const {
  return qsimrt_is_narrow(&record.u.convolutional, &inputQuant);
}

FailureOr<DerivedConvolution>
RuntimeConvolution::derive(const qsimrt_datapath &datapath,
                           qsimrt_arithmetic arithmetic) const {
  const qsimrt_convolutional &shape = record.u.convolutional;
  Conv2DOp op = conv;
  if (inputQuant.bits == 0 || record.output.bits == 0 || shape.weight_bits == 0)
    return op.emitOpError("layer \"")
           << name << "\": input, weights or output are not quantized";
  size_t filters = shape.filters;
  size_t count = params.weights.values().size();
  bool narrow = isNarrow(), bytes = shape.weight_bits <= 8;
  std::vector<int8_t> weights8(bytes ? count : 0);
  std::vector<int16_t> weights16(bytes ? 0 : count);
  std::vector<int32_t> biases32(narrow ? filters : 0);
  DerivedConvolution result;
  result.biases.resize(filters);
  result.positive.resize(filters);
  if (shape.activation == QSIMRT_LEAKY)
    result.negative.resize(filters);
  result.hybridScales.resize(filters);
  result.hybridBiases.resize(filters);

  qsimrt_derived_convolutional out = {};
  out.q_weights = bytes ? static_cast<void *>(weights8.data())
                        : static_cast<void *>(weights16.data());
  out.q_biases = narrow ? static_cast<void *>(biases32.data())
                        : static_cast<void *>(result.biases.data());
  out.positive = result.positive.data();
  out.negative = result.negative.empty() ? nullptr : result.negative.data();
  out.hybrid_scales = result.hybridScales.data();
  out.hybrid_biases = result.hybridBiases.data();
  qsimrt_error error = {};
  if (qsimrt_derive_convolutional(&datapath, arithmetic, &record, &inputQuant,
                                  channels, &out, &error) != QSIMRT_OK)
    return op.emitOpError() << error.text;
  result.weights.assign(weights8.begin(), weights8.end());
  result.weights.insert(result.weights.end(), weights16.begin(),
                        weights16.end());
  if (narrow)
    result.biases.assign(biases32.begin(), biases32.end());
  return result;
}
