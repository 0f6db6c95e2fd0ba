// SPDX-License-Identifier: Apache-2.0
// From the bytes of a ModelProto to a Model.
#include "Model.h"
#include "TensorReader.h"

#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Npy.h"

#include <onnx/onnx_pb.h>

#include <climits>
#include <filesystem>
#include <new>

namespace qsim::onnximport {
namespace {

using ::onnx::AttributeProto;

/// Names come from a file that anybody may have written; messages show them.
std::string printable(std::string text) {
  for (char &c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      c = '?';
  return text;
}

Result<Attribute> takeAttribute(AttributeProto &proto, ExternalData &external) {
  switch (proto.type()) {
  case AttributeProto::INT:
    return Attribute(proto.i());
  case AttributeProto::FLOAT:
    return Attribute(proto.f());
  case AttributeProto::STRING:
    return Attribute(proto.s());
  case AttributeProto::INTS:
    return Attribute(
        std::vector<std::int64_t>(proto.ints().begin(), proto.ints().end()));
  case AttributeProto::FLOATS:
    return Attribute(
        std::vector<float>(proto.floats().begin(), proto.floats().end()));
  case AttributeProto::STRINGS:
    return Attribute(std::vector<std::string>(proto.strings().begin(),
                                              proto.strings().end()));
  case AttributeProto::TENSOR: {
    Result<Tensor> tensor = takeTensor(*proto.mutable_t(), external);
    // A tensor of a strange type must not hide the other troubles of a model.
    if (!tensor)
      return Attribute(OtherAttribute{"tensor: " + tensor.error().message});
    return Attribute(std::move(*tensor));
  }
  case AttributeProto::GRAPH:
  case AttributeProto::GRAPHS:
    return Attribute(OtherAttribute{"graph"});
  default:
    return Attribute(OtherAttribute{"of a kind that is not supported"});
  }
}

Result<Node> takeNode(::onnx::NodeProto &proto, std::size_t index,
                      ExternalData &external) {
  Node node;
  node.name = printable(proto.name());
  node.op = printable(proto.op_type());
  node.domain = printable(proto.domain());
  if (node.domain == "ai.onnx")
    node.domain.clear();
  node.label =
      node.name.empty() ? node.op + "_" + std::to_string(index) : node.name;
  node.inputs.assign(proto.input().begin(), proto.input().end());
  node.outputs.assign(proto.output().begin(), proto.output().end());
  for (AttributeProto &attribute : *proto.mutable_attribute()) {
    Result<Attribute> value = takeAttribute(attribute, external);
    if (!value)
      return value.error();
    node.attributes.insert_or_assign(printable(attribute.name()),
                                     std::move(*value));
  }
  return node;
}

ValueInfo readValueInfo(const ::onnx::ValueInfoProto &proto) {
  ValueInfo info;
  info.name = proto.name();
  info.tensor = proto.type().has_tensor_type();
  const auto &tensor = proto.type().tensor_type();
  info.type = static_cast<ElementType>(tensor.elem_type());
  if (!tensor.has_shape())
    return info;
  info.dims.emplace();
  for (const auto &dim : tensor.shape().dim()) {
    Dimension dimension;
    if (dim.has_dim_value() && dim.dim_value() >= 0)
      dimension.extent = dim.dim_value();
    dimension.name = printable(dim.dim_param());
    info.dims->push_back(std::move(dimension));
  }
  return info;
}

Result<Model> fromProto(::onnx::ModelProto &proto, const std::string &path,
                        const std::string &folder) {
  const auto failed = [&](const std::string &reason) {
    return Error{path + ": " + reason};
  };
  if (!proto.has_graph() || proto.ir_version() < 1)
    return failed("not an ONNX model: it has no graph or no IR version");
  Model model;
  model.path = path;
  model.irVersion = proto.ir_version();
  for (const auto &set : proto.opset_import())
    if (set.domain().empty() || set.domain() == "ai.onnx")
      model.opset = std::max<std::int64_t>(model.opset, set.version());
  if (model.opset < 1 || model.opset > 21)
    return failed("opset " + std::to_string(model.opset) +
                  " of ai.onnx, wanted 1..21 (7..21 in full)");
  ::onnx::GraphProto &graph = *proto.mutable_graph();
  model.graphName = printable(graph.name());
  if (graph.sparse_initializer_size() > 0)
    return failed("sparse initializers are not supported");
  ExternalData external(folder);
  for (auto &initializer : *graph.mutable_initializer()) {
    const std::string name = initializer.name();
    Result<Tensor> tensor = takeTensor(initializer, external);
    if (!tensor)
      return failed("initializer '" + printable(name) +
                    "': " + tensor.error().message);
    if (!model.initializers.emplace(name, std::move(*tensor)).second)
      return failed("two initializers are named '" + printable(name) + "'");
  }
  std::size_t index = 0;
  for (auto &node : *graph.mutable_node()) {
    Result<Node> read = takeNode(node, index++, external);
    if (!read)
      return failed(read.error().message);
    model.nodes.push_back(std::move(*read));
  }
  for (const auto &input : graph.input())
    if (!model.initializers.count(input.name()))
      model.inputs.push_back(readValueInfo(input));
  for (const auto &output : graph.output())
    model.outputs.push_back(readValueInfo(output));
  return model;
}

} // namespace

Result<Model> parseModel(std::string_view bytes, const std::string &path,
                         const std::string &folder) {
  if (bytes.size() > INT_MAX)
    return Error{path + ": the file has " + std::to_string(bytes.size()) +
                 " bytes, wanted at most 2147483647: large initializers "
                 "belong into external data"};
  try {
    ::onnx::ModelProto proto;
    if (!proto.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
      return Error{path + ": not an ONNX model, or cut off: its bytes are no "
                          "ModelProto"};
    return fromProto(proto, path, folder);
  } catch (const std::bad_alloc &) {
    return Error{path + ": not enough memory for the model"};
  }
}

Result<Model> readModel(const std::string &path) {
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.error();
  std::string folder = std::filesystem::path(path).parent_path().string();
  return parseModel(file->text(), path, folder.empty() ? "." : folder);
}

static Result<Tensor> fromNpy(std::string_view bytes, const std::string &path) {
  Result<NpyArray> array = parseNpy(bytes, path);
  if (!array)
    return array.error();
  const std::size_t count = array->count();
  if (array->type == NpyType::Float32) {
    const float *values = array->values<float>();
    return makeFloats(array->shape, std::vector<float>(values, values + count));
  }
  std::vector<std::int64_t> values(count);
  const auto copy = [&]<typename T>(T, ElementType type) {
    std::copy_n(array->values<T>(), count, values.begin());
    return makeIntegers(array->shape, std::move(values), type);
  };
  switch (array->type) {
  case NpyType::Int8:
    return copy(std::int8_t(), ElementType::Int8);
  case NpyType::Int16:
    return copy(std::int16_t(), ElementType::Int16);
  case NpyType::Int32:
    return copy(std::int32_t(), ElementType::Int32);
  default:
    return copy(std::int64_t(), ElementType::Int64);
  }
}

Result<Tensor> readTensorFile(const std::string &path) {
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.error();
  if (looksLikeNpy(file->text()))
    return fromNpy(file->text(), path);
  const Error malformed{path + ": neither a NumPy array nor a TensorProto"};
  if (file->size() > INT_MAX)
    return malformed;
  try {
    ::onnx::TensorProto proto;
    if (!proto.ParseFromArray(file->data(), static_cast<int>(file->size())) ||
        !proto.has_data_type())
      return malformed;
    ExternalData none("");
    Result<Tensor> tensor = takeTensor(proto, none);
    if (!tensor)
      return Error{path + ": " + tensor.error().message};
    return tensor;
  } catch (const std::bad_alloc &) {
    return Error{path + ": not enough memory for the tensor"};
  }
}

} // namespace qsim::onnximport
