// SPDX-License-Identifier: Apache-2.0
// The float parameters of a layer with weights, read in place, and what the
// runtime derives from them.
#ifndef QSIM_ANALYSIS_LAYERPARAMETERS_H
#define QSIM_ANALYSIS_LAYERPARAMETERS_H

#include "QSim/IR/QSimOps.h"
#include "qsimrt/qsimrt.h"

#include "llvm/ADT/ArrayRef.h"

#include <memory>
#include <string>
#include <vector>

namespace qsim {

/// Read-only floats: in place where the attribute holds them as they are (a
/// dense_resource), else an own copy. Movable; views stay valid after a move.
class FloatView {
public:
  FloatView() = default;
  FloatView(FloatView &&) = default;
  FloatView &operator=(FloatView &&) = default;

  /// Reads an f32 attribute of any shape. A resource that is missing (elided),
  /// has another size than the shape or is not aligned for floats is an error
  /// at `op`; `what` names the parameter in it ("biases").
  static mlir::FailureOr<FloatView>
  read(mlir::Operation *op, llvm::StringRef what, mlir::ElementsAttr attr);
  static FloatView zeros(size_t count);

  llvm::ArrayRef<float> values() const { return view; }
  /// Null where there are no values: what the runtime takes for "absent".
  const float *data() const { return view.empty() ? nullptr : view.data(); }

private:
  std::vector<float> copy;
  llvm::ArrayRef<float> view;
};

/// All float parameters of one layer with weights. Empty views stand for absent
/// vectors, except that biases are always there (zeros where absent).
struct LayerParameters {
  int64_t filters = 0;              // filters, or outputs of a connected layer
  FloatView weights;                // in the order of the layer's weights
  FloatView biases;                 // [filters]; local: [filters][places]
  FloatView scales, mean, variance; // [filters], with batch norm only
  FloatView biasDelta;              // as biases, with bias correction only
  float epsilon = 0;                // of batch norm in the arithmetic onnx

  /// The weights must come from a `qsim.parameter`; errors are at `layer`.
  static mlir::FailureOr<LayerParameters> read(LayerOpInterface layer);

  bool hasBatchNorm() const { return !scales.values().empty(); }

  /// Batch norm and bias correction as an affine map (numerics.md N3): for each
  /// filter effective weight = weight * gain; effective biases as `biases`.
  void fold(qsimrt_arithmetic arithmetic, std::vector<double> &gain,
            std::vector<double> &bias) const;
};

/// What the runtime derives for one layer with weights, widened for easy
/// reading. Places are those of the output of a local layer, 1 for others.
struct DerivedConvolution {
  std::vector<int32_t> weights; // in the order of the layer's weights
  std::vector<int64_t> biases;  // [filters][places]
  std::vector<qsimrt_multiplier> positive; // [filters]
  std::vector<qsimrt_multiplier> negative; // [filters]; see N6
  std::vector<float> hybridScales;         // [filters]
  std::vector<float> hybridBiases;         // [filters][places]
  std::vector<int32_t> table; // of a table activation, from its lowest integer
};

/// A convolutional, connected or local layer in the runtime's form. `layer`
/// points into this object.
class RuntimeConvolution {
public:
  /// Errors are at `layer`.
  static mlir::FailureOr<std::unique_ptr<RuntimeConvolution>>
  create(LayerOpInterface layer);

  RuntimeConvolution(const RuntimeConvolution &) = delete;
  RuntimeConvolution &operator=(const RuntimeConvolution &) = delete;

  const qsimrt_layer &layer() const { return record; }
  const LayerParameters &parameters() const { return params; }
  /// Quantization of the input; bits == 0 where it is not quantized.
  qsimrt_quant input() const { return inputQuant; }
  qsimrt_shape inputShape() const { return shape; }
  int32_t inputChannels() const { return shape.c; }
  /// True when weights and input are both at most 8 bits wide.
  bool isNarrow() const;

  /// The derived integers (numerics.md section 2). Input, weights, output and
  /// the pre-activation of a table must be quantized; a value that does not fit
  /// the datapath is an error at the op with the runtime's own message.
  mlir::FailureOr<DerivedConvolution>
  derive(const qsimrt_datapath &datapath, qsimrt_arithmetic arithmetic) const;

private:
  explicit RuntimeConvolution(LayerOpInterface op) : op(op) {}

  LayerOpInterface op;
  LayerParameters params;
  std::string name;
  std::vector<float> weightScales;
  int32_t inputIndex = QSIMRT_IMAGE;
  qsimrt_shape shape = {};
  qsimrt_quant inputQuant = {};
  qsimrt_layer record = {};
};

} // namespace qsim

#endif // QSIM_ANALYSIS_LAYERPARAMETERS_H
