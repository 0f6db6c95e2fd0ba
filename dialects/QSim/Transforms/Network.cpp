// SPDX-License-Identifier: Apache-2.0
// What several passes need.
#include "Network.h"

#include "QSim/Analysis/Fingerprint.h"
#include "QSim/Analysis/QuantTypes.h"
#include "QSim/Analysis/ScaleGroups.h"

using namespace mlir;
using namespace qsim;

SmallVector<LayerOpInterface> qsim::layersOf(func::FuncOp network) {
  SmallVector<LayerOpInterface> layers;
  network.walk([&](LayerOpInterface layer) { layers.push_back(layer); });
  return layers;
}

void qsim::setElements(Value tensor, Type elements) {
  tensor.setType(withElements(tensor.getType(), elements));
}

void qsim::updateSignature(func::FuncOp network) {
  Operation *end = network.front().getTerminator();
  network.setType(FunctionType::get(network.getContext(),
                                    network.front().getArgumentTypes(),
                                    end->getOperandTypes()));
}

bool qsim::hasTable(LayerOpInterface layer) {
  std::optional<ActivationKind> activation = layer.getLayerActivation();
  return activation && isTableActivation(*activation);
}

std::string qsim::preActivationName(LayerOpInterface layer) {
  return layer.getLayerName().str() + "/preactivation";
}

LogicalResult qsim::emitFileError(Location otherwise, StringRef message) {
  auto [place, text] = message.split(": ");
  auto [file, line] = place.rsplit(':');
  unsigned number;
  if (line.getAsInteger(10, number))
    return emitError(otherwise) << message;
  return emitError(FileLineColLoc::get(otherwise.getContext(), file, number, 1))
         << text;
}

namespace {

LogicalResult checkTensor(Value tensor, StringRef name,
                          const Calibration &calibration, StringRef yamlPath) {
  const TensorStatistics *seen =
      calibration.statistics.find({name.data(), name.size()});
  if (!seen)
    return emitError(tensor.getLoc())
           << yamlPath << " has no tensor \"" << name
           << "\"; wanted a calibration of this network";
  int64_t channels = cast<RankedTensorType>(tensor.getType()).getDimSize(1);
  if (seen->sums.channels() != static_cast<size_t>(channels))
    return emitError(tensor.getLoc())
           << yamlPath << " has " << seen->sums.channels() << " channels for \""
           << name << "\"; wanted " << channels;
  return success();
}

/// Refuses a calibration of another network with the same name. One that cannot
/// tell is taken with a warning, and for what it is taken it stands then.
LogicalResult checkFingerprint(func::FuncOp network, Calibration &calibration,
                               StringRef yamlPath) {
  FailureOr<NetworkFingerprint> wanted = fingerprintOf(network);
  if (failed(wanted))
    return failure();
  const auto location = FileLineColLoc::get(network.getContext(), yamlPath,
                                            calibration.fingerprintLine, 1);
  std::optional<NetworkFingerprint> &seen = calibration.record.fingerprint;
  if (!seen) {
    emitWarning(location)
        << "the calibration has no fingerprint: nothing shows that it is of "
           "the network with these weights; calibrate again to be sure";
    seen = *wanted;
    return success();
  }
  if (seen->checksum != wanted->checksum)
    return emitError(location)
           << "the calibration is of a network with checksum " << seen->checksum
           << "; wanted " << wanted->checksum
           << ": the weights or the layers are others; calibrate again";
  if (seen->resize != wanted->resize)
    return emitError(location)
           << "the calibration is of pictures resized by '" << seen->resize
           << "'; wanted '" << wanted->resize << "'; calibrate again";
  return success();
}

} // namespace

FailureOr<Calibration> qsim::readCalibrationOf(func::FuncOp network,
                                               StringRef yamlPath) {
  if (yamlPath.empty())
    return network.emitError(
        "no calibration is named; wanted the option calibration=FILE.yaml");
  Result<Calibration> calibration = readCalibration(yamlPath.str());
  if (!calibration)
    return emitFileError(UnknownLoc::get(network.getContext()),
                         calibration.error().message);
  if (calibration->record.network != network.getName().str())
    return emitFileError(UnknownLoc::get(network.getContext()),
                         yamlPath.str() + ": the calibration is of network '" +
                             calibration->record.network + "'; wanted '" +
                             network.getName().str() + "'");
  auto check = [&](Value tensor, StringRef name) {
    return checkTensor(tensor, name, *calibration, yamlPath);
  };
  if (failed(check(network.getArgument(0), "image")))
    return failure();
  for (LayerOpInterface layer : layersOf(network)) {
    if (layer.isHostLayer())
      continue;
    Value output = layer->getResult(0);
    if (failed(check(output, layer.getLayerName())) ||
        (hasTable(layer) && failed(check(output, preActivationName(layer)))))
      return failure();
  }
  if (failed(checkFingerprint(network, *calibration, yamlPath)))
    return failure();
  return std::move(*calibration);
}
