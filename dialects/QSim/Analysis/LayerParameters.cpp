// SPDX-License-Identifier: Apache-2.0
// The float parameters of a layer with weights, read in place, and what the
// runtime derives from them.
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

FailureOr<LayerParameters> LayerParameters::read(LayerOpInterface layer) {
  LayerParameters result;
  Value weights = layer.getLayerWeights();
  auto parameter = weights ? weights.getDefiningOp<ParameterOp>() : nullptr;
  if (!parameter)
    return layer->emitOpError("layer \"")
           << layer.getLayerName() << "\": the weights come from another op, "
           << "wanted qsim.parameter";
  auto read = FloatView::read(layer, "weights", parameter.getValue());
  if (failed(read))
    return failure();
  result.weights = std::move(*read);
  FloatView *views[] = {&result.biases, &result.scales, &result.mean,
                        &result.variance, &result.biasDelta};
  for (auto [which, view] : llvm::zip_equal(kLayerVectors, views)) {
    ElementsAttr values = layer.getLayerVector(which);
    if (!values)
      continue;
    auto read = FloatView::read(layer, nameOf(which), values);
    if (failed(read))
      return failure();
    *view = std::move(*read);
  }
  if (auto epsilon = layer->getAttrOfType<FloatAttr>("epsilon"))
    result.epsilon = epsilon.getValue().convertToFloat();
  auto output = cast<RankedTensorType>(layer->getResult(0).getType());
  result.filters = output.getDimSize(1);
  if (!layer.getLayerVector(LayerVector::Biases)) {
    bool perPlace = isa<LocalOp>(layer);
    result.biases =
        FloatView::zeros(perPlace ? output.getNumElements() : result.filters);
  }
  return result;
}

void LayerParameters::fold(qsimrt_arithmetic arithmetic,
                           std::vector<double> &gain,
                           std::vector<double> &bias) const {
  // A local layer has no batch norm: each of its biases stands for itself.
  size_t count = biases.values().size();
  gain.resize(count);
  bias.resize(count);
  qsimrt_fold_batch_norm(arithmetic, epsilon, static_cast<int32_t>(count),
                         biases.data(), scales.data(), mean.data(),
                         variance.data(), biasDelta.data(), gain.data(),
                         bias.data());
  gain.resize(filters);
}

/// Those of N54; alpha comes without beta, not beta without alpha.
static qsimrt_parameters runtimeParameters(FloatAttr alpha, FloatAttr beta) {
  qsimrt_parameters result = {};
  if (alpha) {
    result.count = beta ? 2 : 1;
    result.alpha = alpha.getValue().convertToFloat();
  }
  if (beta)
    result.beta = beta.getValue().convertToFloat();
  return result;
}

static qsimrt_shape shapeOf(Value value) {
  ArrayRef<int64_t> shape = cast<RankedTensorType>(value.getType()).getShape();
  return {static_cast<int32_t>(shape[1]), static_cast<int32_t>(shape[2]),
          static_cast<int32_t>(shape[3])};
}

/// Kind, window, strides, pads and groups.
static LogicalResult setGeometry(Conv2DOp conv, qsimrt_layer &layer) {
  auto weights = cast<RankedTensorType>(conv.getWeights().getType());
  ArrayRef<int64_t> strides = conv.getStrides(), pads = conv.getPads();
  ArrayRef<int64_t> dilations = conv.getDilations();
  ArrayRef<int64_t> input = conv.getInputDilations();
  auto i32 = [](int64_t value) { return static_cast<int32_t>(value); };
  qsimrt_convolutional &record = layer.u.convolutional;
  layer.kind = QSIMRT_CONVOLUTIONAL;
  record.size = i32(weights.getDimSize(2));
  record.stride = i32(strides[0]);
  record.window = {record.size,       i32(weights.getDimSize(3)),
                   record.stride,     i32(strides[1]),
                   i32(pads[0]),      i32(pads[1]),
                   i32(pads[2]),      i32(pads[3]),
                   i32(dilations[0]), i32(dilations[1]),
                   i32(input[0]),     i32(input[1])};
  record.groups = static_cast<int32_t>(conv.getGroups());
  if (auto multiplier = conv.getInputMultiplier())
    record.input_multiplier = multiplier->convertToFloat();
  return success();
}

static LogicalResult setGeometry(LayerOpInterface op, qsimrt_layer &layer) {
  if (auto conv = dyn_cast<Conv2DOp>(op.getOperation()))
    return setGeometry(conv, layer);
  qsimrt_convolutional &record = layer.u.convolutional;
  record.groups = 1;
  if (auto local = dyn_cast<LocalOp>(op.getOperation())) {
    layer.kind = QSIMRT_LOCAL;
    record.size = static_cast<int32_t>(local.getSize());
    record.stride = static_cast<int32_t>(local.getStride());
    record.pad = static_cast<int32_t>(local.getPad());
    return success();
  }
  if (!isa<ConnectedOp>(op.getOperation()))
    return op->emitOpError("is no layer with weights that the runtime has");
  layer.kind = QSIMRT_CONNECTED;
  record.size = record.stride = 1;
  return success();
}

FailureOr<std::unique_ptr<RuntimeConvolution>>
RuntimeConvolution::create(LayerOpInterface op) {
  auto params = LayerParameters::read(op);
  if (failed(params))
    return failure();
  std::unique_ptr<RuntimeConvolution> result(new RuntimeConvolution(op));
  qsimrt_layer &layer = result->record;
  if (failed(setGeometry(op, layer)))
    return failure();

  Value input = op->getOperand(0), output = op->getResult(0);
  result->params = std::move(*params);
  result->name = op.getLayerName().str();
  result->shape = shapeOf(input);
  result->inputQuant = toQuant(elementTypeOf(input));
  result->inputIndex = static_cast<int32_t>(producerIndex(input));
  WeightQuant quant = toWeightQuant(elementTypeOf(op.getLayerWeights()));
  result->weightScales.assign(quant.scales.begin(), quant.scales.end());

  layer.index = static_cast<int32_t>(op.getLayerIndex());
  layer.name = result->name.c_str();
  layer.input_count = 1;
  layer.inputs = &result->inputIndex;
  layer.shape = shapeOf(output);
  layer.output = toQuant(elementTypeOf(output));
  layer.scale_group = layer.index;
  layer.ceiling = toRuntime(op.getLayerCeiling());
  qsimrt_convolutional &record = layer.u.convolutional;
  const LayerParameters &floats = result->params;
  record.filters = layer.shape.c;
  record.batch_normalize = floats.hasBatchNorm();
  record.epsilon = floats.epsilon;
  record.bias_correction = !floats.biasDelta.values().empty();
  record.activation = toRuntime(*op.getLayerActivation());
  record.parameters = runtimeParameters(op.getLayerAlpha(), op.getLayerBeta());
  record.preactivation = toQuant(op.getLayerPreactivation());
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
  const qsimrt_convolutional &floats = record.u.convolutional;
  LayerOpInterface layer = op;
  bool hasTable = qsimrt_is_table(floats.activation);
  if (inputQuant.bits == 0 || record.output.bits == 0 ||
      floats.weight_bits == 0 || (hasTable && floats.preactivation.bits == 0))
    return layer->emitOpError("layer \"")
           << name << "\": input, weights, output or pre-activation are not "
           << "quantized";
  size_t filters = floats.filters;
  size_t count = params.weights.values().size();
  size_t biases = params.biases.values().size();
  bool narrow = isNarrow(), bytes = floats.weight_bits <= 8;
  size_t entries = hasTable ? size_t(1) << floats.preactivation.bits : 0;
  bool byteTable = record.output.bits <= 8;
  std::vector<int8_t> weights8(bytes ? count : 0);
  std::vector<int16_t> weights16(bytes ? 0 : count);
  std::vector<int32_t> biases32(narrow ? biases : 0);
  std::vector<int8_t> table8(byteTable ? entries : 0);
  std::vector<int16_t> table16(byteTable ? 0 : entries);
  DerivedConvolution result;
  result.biases.resize(biases);
  result.positive.resize(filters);
  if (qsimrt_has_negative_multipliers(floats.activation))
    result.negative.resize(filters);
  result.hybridScales.resize(filters);
  result.hybridBiases.resize(biases);

  qsimrt_derived_convolutional out = {};
  out.q_weights = bytes ? static_cast<void *>(weights8.data())
                        : static_cast<void *>(weights16.data());
  out.q_biases = narrow ? static_cast<void *>(biases32.data())
                        : static_cast<void *>(result.biases.data());
  out.positive = result.positive.data();
  out.negative = result.negative.empty() ? nullptr : result.negative.data();
  out.hybrid_scales = result.hybridScales.data();
  out.hybrid_biases = result.hybridBiases.data();
  out.table = byteTable ? static_cast<void *>(table8.data())
                        : static_cast<void *>(table16.data());
  qsimrt_error error = {};
  if (qsimrt_derive_convolutional(&datapath, arithmetic, &record, &inputQuant,
                                  &shape, &out, &error) != QSIMRT_OK)
    return layer->emitOpError() << error.text;
  result.weights.assign(weights8.begin(), weights8.end());
  result.weights.insert(result.weights.end(), weights16.begin(),
                        weights16.end());
  if (narrow)
    result.biases.assign(biases32.begin(), biases32.end());
  result.table.assign(table8.begin(), table8.end());
  result.table.insert(result.table.end(), table16.begin(), table16.end());
  return result;
}
