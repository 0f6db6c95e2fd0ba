// SPDX-License-Identifier: Apache-2.0
// The parts of qsim-choose-scales: settings, activations, weights, remarks.
#ifndef QSIM_TRANSFORMS_SCALECHOICE_H
#define QSIM_TRANSFORMS_SCALECHOICE_H

#include "QSim/Analysis/HostSide.h"
#include "QSim/Analysis/NetworkFacts.h"
#include "QSim/Analysis/QuantTypes.h"
#include "QSim/Analysis/ScaleGroups.h"
#include "QSim/IR/QSimOps.h"
#include "qsim/Calibration/CalibrationFile.h"
#include "qsim/Calibration/Overrides.h"
#include "qsimrt/qsimrt.h"

#include "llvm/ADT/StringMap.h"

namespace qsim {

class ThreadPool;

/// The pass's options, checked.
struct ScaleSettings {
  ThresholdMethod method;
  ScaleGrid grid;
  Log2Form form;
  bool perChannel;
  Symmetry symmetry; // of activations
  double percentile;
  int activationWidth, weightWidth, headWidth;
  ThreadPool *pool; // what searches run on
};

/// "2^-5" for a power of two, else the shortest decimal.
std::string scaleText(double scale);

/// Says why a layer got its scale (category `choose-scales`).
void remarkChoice(mlir::Location where, llvm::StringRef layer,
                  const std::string &message);

/// Chooses the quantization of every group of feature maps, in program order,
/// and records it.
class ActivationChooser {
public:
  /// `picture` is what pictureRange says.
  ActivationChooser(mlir::func::FuncOp network, const ScaleSettings &settings,
                    const NetworkStatistics &statistics, Range picture)
      : settings(settings), statistics(statistics), picture(picture),
        groups(network), hostSide(network), outputs(namedOutputs(network)) {}

  /// Sets the types of all tensors that share a scale.
  mlir::LogicalResult choose(mlir::Value owner);
  /// Sets the pre-activation of a layer with a table: as wide as a table may
  /// be, by the network's method.
  mlir::LogicalResult choosePreActivation(LayerOpInterface layer,
                                          int tableBits);
  /// The choice, or whose choice it shares, for each tensor of the record.
  void report(mlir::func::FuncOp network, CalibrationRecord &record) const;

private:
  mlir::FailureOr<TensorChoice> decide(mlir::Value owner);
  mlir::FailureOr<ActivationRequest> searchRequest(mlir::Value owner,
                                                   const TensorChoice &choice,
                                                   bool methodIsAsked) const;
  void remarkGroup(mlir::Value owner) const;
  std::string inputsReason(mlir::Value concat) const;
  /// Who reads an owner's group, leaving out its own members, themselves or
  /// through concatenations.
  struct Readers {
    bool onlyHosts = false; // and who reads the graph's outputs: at least one
                            // of these, and no other
    bool onlyYoloHeads = false; // the same, of yolo heads
  };
  Readers readersOf(mlir::Value owner);
  Readers findReaders(mlir::Value owner);
  mlir::LogicalResult checkSymmetry(mlir::Value owner,
                                    const ActivationOverride &asked,
                                    TensorChoice &choice, bool isHead);
  /// A grid that needs no search: one that is asked for, the picture's, or a
  /// concat's.
  std::optional<AffineGrid> fixedGrid(mlir::Value owner,
                                      const ActivationOverride &asked,
                                      const TensorChoice &choice) const;
  Range imageRange(mlir::Value image) const;
  AffineGrid imageGrid(mlir::Value image, const TensorChoice &choice) const;
  AffineGrid concatGrid(ConcatOp concat, const TensorChoice &choice) const;
  const Histogram &seenOf(mlir::Value tensor) const;
  Histogram histogramOf(mlir::Value owner) const;

  const ScaleSettings &settings;
  const NetworkStatistics &statistics;
  Range picture;
  ScaleGroups groups;
  HostSide hostSide;
  llvm::SmallVector<mlir::Value> outputs;            // of the graph
  llvm::StringMap<TensorChoice> choices;             // by the tensor's name
  llvm::DenseMap<mlir::Value, Readers> knownReaders; // by owner, once asked for
};

/// Chooses the scales of a layer's weights; its input is quantized already.
/// Scales are raised until the biases fit the datapath.
mlir::FailureOr<WeightRecord> chooseWeights(LayerOpInterface op,
                                            const ScaleSettings &settings,
                                            const qsimrt_datapath &datapath,
                                            qsimrt_arithmetic arithmetic);

/// Warns, once all scales are chosen, of each division by, and logarithm, power
/// or reciprocal of, what was never zero when calibrated but is in integers.
void warnOfZeros(mlir::func::FuncOp network,
                 const NetworkStatistics &statistics);

} // namespace qsim

#endif // QSIM_TRANSFORMS_SCALECHOICE_H
