// SPDX-License-Identifier: Apache-2.0
// A Darknet network as planned from its cfg: layers, shapes, parameters in file
// order.
#ifndef QSIM_LIB_FRONTEND_DARKNET_NETWORK_H
#define QSIM_LIB_FRONTEND_DARKNET_NETWORK_H

#include "SectionReader.h"

#include "mlir/IR/Value.h"

#include <algorithm>
#include <memory>

namespace qsim::darknet {

class Emitter;

struct Shape {
  int64_t channels = 0, height = 0, width = 0;
  bool operator==(const Shape &) const = default;
};

/// "3x416x416".
std::string text(const Shape &shape);

/// One array of a layer in the .weights file, floats.
struct Parameter {
  enum class Role { Biases, Scales, Mean, Variance, Weights };
  Role role;
  llvm::SmallVector<int64_t> shape;
  int64_t fanIn = 0;   // of weights: how many of them one output sums over
  bool matrix = false; // of a connected layer: some files hold it transposed
  int64_t count() const;
  /// "biases", ..., "weights".
  llvm::StringRef name() const;
};

/// What a head tells about the classes of its network.
struct HeadClasses {
  enum class Head { None, Detector, Classifier };
  Head head = Head::None;
  int64_t count = 0;
};

/// A layer of the network; each section of the cfg has a subclass.
class Layer {
public:
  virtual ~Layer() = default;

  virtual HeadClasses headClasses() const { return {}; }
  /// About how large the squares of the output are, given those of the inputs
  /// and weights as drawn from a seed: what keeps seeded networks in range.
  virtual double power(llvm::ArrayRef<double> inputs) const {
    return *std::max_element(inputs.begin(), inputs.end());
  }

  /// Builds the ops of the layer and returns its output. `parameters` are the
  /// attributes of parameters(), in the same order.
  virtual mlir::Value emit(Emitter &emitter,
                           llvm::ArrayRef<mlir::ElementsAttr> parameters) = 0;

  std::string name;            // "conv_0"
  int64_t index = 0;           // of the section; 0 is the first after [net]
  mlir::LocationAttr location; // the section's line
  llvm::SmallVector<int64_t> inputs; // indices of layers, -1 for the picture
  Shape output;
  llvm::SmallVector<Parameter, 0> parameters; // in file order
};

struct Network {
  std::string name;
  Arithmetic dialect = Arithmetic::Pjreddie;
  Resize resize = Resize::Stretch;
  Shape image;
  mlir::LocationAttr location; // the [net] line
  /// Of yolo2_light: what each convolutional layer multiplies its input by.
  llvm::SmallVector<float> inputCalibration;
  std::vector<std::unique_ptr<Layer>> layers;

  /// Output of layer `index`, -1 for the picture.
  const Shape &shapeOf(int64_t index) const;
  /// Index of the layer before the one that is planned next.
  int64_t previous() const { return static_cast<int64_t>(layers.size()) - 1; }
  /// How many floats the weights file holds.
  int64_t parameterCount() const;
  /// The layer that a number in the cfg names: negative numbers count back from
  /// the layer that is planned next. -2 after an error at `key`.
  int64_t resolve(SectionReader &reader, llvm::StringRef key,
                  int64_t number) const;
};

/// Plans one section; returns null when it reported an error. name, index and
/// location of the layer are filled by the caller.
using PlanFunction = std::unique_ptr<Layer> (*)(SectionReader &reader,
                                                const Network &network);

// One file each.
bool planNet(SectionReader &reader, Network &network);
/// Center-crop for a classifier, unless [net] asks for letterboxing. A
/// classifier has no detection head, and a [softmax] or an output of 1x1.
void planClassifierResize(const CfgSection &net, Network &network);
std::unique_ptr<Layer> planAvgPool(SectionReader &, const Network &);
std::unique_ptr<Layer> planConnected(SectionReader &, const Network &);
std::unique_ptr<Layer> planConvolutional(SectionReader &, const Network &);
std::unique_ptr<Layer> planCost(SectionReader &, const Network &);
std::unique_ptr<Layer> planCrop(SectionReader &, const Network &);
std::unique_ptr<Layer> planDetection(SectionReader &, const Network &);
std::unique_ptr<Layer> planDropout(SectionReader &, const Network &);
std::unique_ptr<Layer> planLocal(SectionReader &, const Network &);
std::unique_ptr<Layer> planMaxPool(SectionReader &, const Network &);
std::unique_ptr<Layer> planRegion(SectionReader &, const Network &);
std::unique_ptr<Layer> planReorg(SectionReader &, const Network &);
std::unique_ptr<Layer> planReorg3D(SectionReader &, const Network &);
std::unique_ptr<Layer> planRoute(SectionReader &, const Network &);
std::unique_ptr<Layer> planSam(SectionReader &, const Network &);
std::unique_ptr<Layer> planScaleChannels(SectionReader &, const Network &);
std::unique_ptr<Layer> planShortcut(SectionReader &, const Network &);
std::unique_ptr<Layer> planSoftmax(SectionReader &, const Network &);
std::unique_ptr<Layer> planUpsample(SectionReader &, const Network &);
std::unique_ptr<Layer> planYolo(SectionReader &, const Network &);

struct SectionKind {
  llvm::StringLiteral name, alias; // alias may be empty
  llvm::StringLiteral layerPrefix; // of the layer's name: "conv"
  PlanFunction plan;
};

/// True for sections that only alexeyab's Darknet knows.
bool isAlexeyabSection(llvm::StringRef name);

/// The kind of a section by its name or alias; null after an error that says
/// why it cannot be imported.
const SectionKind *findSectionKind(SectionReader &reader);

/// Alexeyab, with a warning that names the reason, for a cfg with a section,
/// key or activation that only alexeyab's Darknet knows; else pjreddie.
Arithmetic guessDialect(llvm::ArrayRef<CfgSection> sections,
                        mlir::StringAttr fileName);

/// Plans all sections; every error is reported. Without a dialect it is
/// guessed.
mlir::FailureOr<Network> planNetwork(llvm::StringRef cfgText,
                                     mlir::StringAttr fileName,
                                     std::optional<Arithmetic> wanted);

/// Largest channel count, height, width, stride or window (docs/spec/net.md).
inline constexpr int64_t kMaxExtent = 65536;

} // namespace qsim::darknet

#endif // QSIM_LIB_FRONTEND_DARKNET_NETWORK_H
