// SPDX-License-Identifier: Apache-2.0
// The network op: what must hold between its records.
#include "RecordChecks.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace qsim::qnet;
using llvm::failure;
using llvm::LogicalResult;
using llvm::success;
using qsim::Arithmetic;
using qsim::InputAttr;
using qsim::OutputAttr;

llvm::SmallVector<RecordOpInterface> NetworkOp::getRecords() {
  llvm::SmallVector<RecordOpInterface> records;
  for (mlir::Operation &op : getBody().front())
    records.push_back(llvm::cast<RecordOpInterface>(op));
  return records;
}

QuantAttr
NetworkOp::getQuantizationOf(NetworkOp network,
                             llvm::ArrayRef<RecordOpInterface> records,
                             int32_t index) {
  RecordOpInterface record;
  if (index == imageIndex)
    return network.getQuantizationAttr();
  record = records[index];
  return record.getQuantizationAttr();
}

namespace {

std::string describe(llvm::ArrayRef<int32_t> shape) {
  return llvm::join(
      llvm::map_range(shape, [](int32_t e) { return std::to_string(e); }), "x");
}

std::string describe(QuantAttr quant) {
  if (!quant)
    return "none";
  std::string text;
  llvm::raw_string_ostream(text) << quant;
  return text;
}

bool isShape(llvm::ArrayRef<int32_t> shape) {
  return shape.size() == 3 && llvm::all_of(shape, [](int32_t extent) {
           return extent >= 1 && extent <= maximumExtent;
         });
}

qsim::DatapathAttr datapathOf(NetworkOp network) {
  const qsim::DatapathAttr datapath = network.getDatapathAttr();
  return datapath ? datapath
                  : qsim::DatapathAttr::getDefault(network.getContext());
}

/// Walks the records in order and knows those it has passed.
class NetworkVerifier {
public:
  explicit NetworkVerifier(NetworkOp network)
      : network(network), tableBits(datapathOf(network).getTableBits()) {}

  LogicalResult verify() {
    if (failed(verifyHeader()))
      return failure();
    for (mlir::Operation &op : network.getBody().front()) {
      auto record = llvm::dyn_cast<RecordOpInterface>(op);
      if (!record)
        return op.emitOpError("network_C2: is not a record of a network");
      if (failed(verifyName(record)) || failed(verifyPlace(record)) ||
          failed(verifyEpsilon(record)) || failed(verifyQuantization(record)) ||
          failed(verifyParameters(record)))
        return failure();
    }
    return verifyGraph();
  }

private:
  LogicalResult verifyHeader() {
    if (!isShape(network.getShape()))
      return network.emitOpError("network_C1: ")
             << "shape is " << describe(network.getShape())
             << ", wanted channels, height, width of 1 to " << maximumExtent;
    const llvm::StringRef name = network.getSymName();
    if (!qsim::isValidName(name) || name.contains('/') || name.starts_with("."))
      return network.emitOpError("network_C3: ")
             << "name '" << name
             << "' is no file name of letters, digits, '_', '.', '-'";
    const auto preprocess = network.getPreprocessAttr();
    const int32_t side = preprocess ? preprocess.getCropSide() : 0;
    if ((side > 0) != (network.getResize() == qsim::Resize::Crop))
      return network.emitOpError("network_C14: ")
             << "crop_side is " << side << " with the resize "
             << stringifyResize(network.getResize())
             << ", wanted one above 0 with crop only";
    if (network.getBody().front().empty())
      return network.emitOpError("network_C2: has no records");
    for (mlir::Attribute attribute : network.getClasses()) {
      const auto text = llvm::cast<mlir::StringAttr>(attribute).getValue();
      if (text.empty() || text.trim() != text ||
          text.find_first_of(llvm::StringRef("\n\r\0", 3)) !=
              llvm::StringRef::npos)
        return network.emitOpError("network_C8: ")
               << "class name \"" << text
               << "\" is not a single line without blanks around it";
    }
    return success();
  }

  LogicalResult verifyName(RecordOpInterface record) {
    const llvm::StringRef name = record.getRecordName();
    if (!qsim::isValidName(name))
      return record->emitOpError("network_C3: ")
             << "name '" << name
             << "' has other characters than letters, digits, '_', '.', '-', "
                "'/'";
    const auto [first, isNew] = names.try_emplace(name, records.size());
    if (!isNew)
      return record->emitOpError("network_C3: ")
             << "has the name of record " << first->second << ", '" << name
             << "'";
    return success();
  }

  /// Index, inputs and shape; the record is known afterwards.
  LogicalResult verifyPlace(RecordOpInterface record) {
    const auto position = static_cast<int32_t>(records.size());
    if (record.getRecordIndex() != position)
      return record->emitOpError("network_C2: ")
             << "has index " << record.getRecordIndex()
             << ", wanted its position " << position;
    if (record.getInputs().empty() && !llvm::isa<ConstantOp>(record))
      return record->emitOpError("network_C4: reads nothing");
    llvm::SmallVector<Shape> shapes;
    for (int32_t input : record.getInputs()) {
      if (input < imageIndex || input >= position)
        return record->emitOpError("network_C4: ")
               << "reads record " << input << ", wanted -1 to " << position - 1;
      llvm::ArrayRef<int32_t> shape = network.getShape();
      if (input != imageIndex)
        shape = records[input].getShape();
      shapes.push_back({shape[0], shape[1], shape[2]});
    }
    if (!isShape(record.getShape()))
      return record->emitOpError("network_C5: ")
             << "shape is " << describe(record.getShape())
             << ", wanted channels, height, width of 1 to " << maximumExtent;
    const auto inferred = record.inferShape(shapes);
    if (failed(inferred))
      return failure();
    if (record.getShape() != llvm::ArrayRef<int32_t>(*inferred))
      return record->emitOpError("network_C5: ")
             << "shape is " << describe(record.getShape()) << ", wanted "
             << describe(*inferred);
    records.push_back(record);
    return success();
  }

  QuantAttr quantizationOf(int32_t index) {
    return NetworkOp::getQuantizationOf(network, records, index);
  }

  /// Batch norm has an epsilon in the arithmetic onnx, and in no other.
  LogicalResult verifyEpsilon(RecordOpInterface record) {
    const auto norm = record->getAttrOfType<mlir::BoolAttr>("batch_normalize");
    const bool wanted =
        norm && norm.getValue() && network.getArithmetic() == Arithmetic::Onnx;
    const bool given =
        record->getAttrOfType<mlir::FloatAttr>("epsilon") && norm != nullptr;
    if (given == wanted)
      return success();
    return record->emitOpError("network_C17: ")
           << (given ? "has an epsilon and the arithmetic is not onnx"
                     : "has a batch norm and no epsilon, and the arithmetic is "
                       "onnx");
  }

  LogicalResult verifyQuantization(RecordOpInterface record) {
    if (network.getArithmetic() == Arithmetic::Yolo2Light)
      return verifyUnquantized(record);
    if (auto convolutional =
            llvm::dyn_cast<ConvolutionalOp>(record.getOperation()))
      if (convolutional.getInputMultiplier())
        return record->emitOpError("network_C11: has an input multiplier; only "
                                   "the arithmetic yolo2_light has them");
    const QuantAttr own = record.getQuantizationAttr();
    const bool readsFloat =
        llvm::any_of(record.getInputs(), [&](int32_t input) {
          return quantizationOf(input) == nullptr;
        });
    if (own && !network.getQuantizationAttr())
      return record->emitOpError(
          "network_C7: is quantized and the picture is not");
    if (!own && network.getQuantizationAttr() && !readsFloat &&
        !record.isHostRecord())
      return record->emitOpError(
          "network_C7: is not quantized and the picture is");
    const llvm::ArrayRef<int32_t> inputs = record.getInputs();
    const QuantAttr input =
        inputs.empty() ? QuantAttr() : quantizationOf(inputs.front());
    if (record.keepsQuantization() && own != input)
      return record->emitOpError("network_C9: ")
             << "quantization is " << describe(own)
             << ", wanted that of its input, " << describe(input);
    if (own && readsFloat && record.demandsQuantizedInputs())
      return record->emitOpError(
          "network_C12: is quantized and reads a tensor that is not");
    if (const QuantAttr index = record.getTableIndex(input))
      if (index.getBits() > tableBits)
        return record->emitOpError("network_C13: ")
               << "a table is indexed by " << index.getBits()
               << " bits, wanted at most table_bits = " << tableBits;
    return verifyScaleGroup(record);
  }

  /// What yolo2_light leaves to a record.
  LogicalResult verifyUnquantized(RecordOpInterface record) {
    if (network.getQuantizationAttr() || record.getQuantizationAttr())
      return record->emitOpError("network_C11: is, or reads a picture that is, "
                                 "quantized; with the arithmetic yolo2_light "
                                 "no tensor is");
    const auto correction =
        record->getAttrOfType<mlir::BoolAttr>("bias_correction");
    if (correction && correction.getValue())
      return record->emitOpError("network_C11: has a bias correction; the "
                                 "arithmetic yolo2_light knows none");
    return verifyScaleGroup(record);
  }

  LogicalResult verifyScaleGroup(RecordOpInterface record) {
    const QuantAttr own = record.getQuantizationAttr();
    const int32_t group = record.getRecordScaleGroup();
    if (group < imageIndex || group > record.getRecordIndex())
      return record->emitOpError("network_C6: ")
             << "scale_group is " << group << ", wanted -1 to "
             << record.getRecordIndex();
    if (group != imageIndex && records[group].getRecordScaleGroup() != group)
      return record->emitOpError("network_C6: ")
             << "scale_group is " << group << ", itself a member of group "
             << records[group].getRecordScaleGroup();
    const QuantAttr shared = quantizationOf(group);
    if (own != shared)
      return record->emitOpError("network_C6: ")
             << "quantization is " << describe(own) << ", wanted that of group "
             << group << ", " << describe(shared);
    return success();
  }

  LogicalResult verifyParameters(RecordOpInterface record) {
    const llvm::SmallVector<Parameter> parameters = record.getParameters();
    if (parameters.empty())
      return success();
    const bool has = parameters.front().values != nullptr;
    if (hasParameters && *hasParameters != has)
      return record->emitOpError("network_C10: ")
             << (has ? "has parameters and a record before it has none"
                     : "has no parameters and a record before it has");
    hasParameters = has;
    return success();
  }

  /// The values that stand under an index (-1: the picture).
  int64_t valuesOf(int32_t index) {
    const llvm::ArrayRef<int32_t> shape =
        index == imageIndex ? network.getShape() : records[index].getShape();
    return int64_t{shape[0]} * shape[1] * shape[2];
  }

  LogicalResult verifyGraph() {
    if (const InputAttr input = network.getInputAttr())
      if (volumeOf(input.getDims()) != valuesOf(imageIndex))
        return network.emitOpError("network_C15: the input \"")
               << input.getName() << "\" has the dimensions ["
               << input.getDims() << "], wanted the " << valuesOf(imageIndex)
               << " values of the picture";
    if (!network.getOutputsAttr())
      return success();
    if (network.getOutputsAttr().empty())
      return network.emitOpError("network_C16: there are no outputs");
    llvm::StringSet<> taken;
    for (mlir::Attribute attribute : network.getOutputsAttr()) {
      const auto output = llvm::dyn_cast<OutputAttr>(attribute);
      if (!output)
        return network.emitOpError("network_C16: ")
               << attribute << " is no #qsim.output";
      if (!taken.insert(output.getName()).second)
        return network.emitOpError("network_C16: two outputs are named \"")
               << output.getName() << "\"";
      if (output.getLayer() >= static_cast<int64_t>(records.size()))
        return network.emitOpError("network_C16: the output \"")
               << output.getName() << "\" is of record " << output.getLayer()
               << ", wanted -1 to " << records.size() - 1;
      const int64_t values = valuesOf(static_cast<int32_t>(output.getLayer()));
      if (volumeOf(output.getDims()) != values)
        return network.emitOpError("network_C16: the output \"")
               << output.getName() << "\" has the dimensions ["
               << output.getDims() << "], wanted " << values << " values";
    }
    return success();
  }

  NetworkOp network;
  const int32_t tableBits;
  llvm::SmallVector<RecordOpInterface> records;
  llvm::DenseMap<llvm::StringRef, size_t> names;
  std::optional<bool> hasParameters;
};

} // namespace

LogicalResult NetworkOp::verifyRegions() {
  return NetworkVerifier(*this).verify();
}
