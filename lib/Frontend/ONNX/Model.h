// SPDX-License-Identifier: Apache-2.0
// An ONNX model as read from its file, before anybody asks what it means.
#ifndef QSIM_LIB_FRONTEND_ONNX_MODEL_H
#define QSIM_LIB_FRONTEND_ONNX_MODEL_H

#include "Tensor.h"
#include "qsim/Support/Result.h"

#include <map>
#include <string>
#include <string_view>
#include <variant>

namespace qsim::onnximport {

/// Graphs, types, sparse tensors: what no operator that is imported has.
struct OtherAttribute {
  std::string kind;
};

using Attribute = std::variant<std::int64_t, float, std::string, Tensor,
                               std::vector<std::int64_t>, std::vector<float>,
                               std::vector<std::string>, OtherAttribute>;

struct Node {
  std::string name;  // may be empty
  std::string label; // the name, or operator and position where there is none
  std::string op, domain;
  std::vector<std::string> inputs, outputs; // empty names: left out
  std::map<std::string, Attribute, std::less<>> attributes;
};

/// A dimension that the model leaves open has the extent -1 and maybe a name.
struct Dimension {
  std::int64_t extent = -1;
  std::string name;
};

struct ValueInfo {
  std::string name;
  ElementType type = ElementType::Undefined;
  bool tensor = false;                        // not a sequence, map or optional
  std::optional<std::vector<Dimension>> dims; // absent: rank unknown
};

/// "1x3xHx416" with what is open as its name or "?".
std::string dimsText(const ValueInfo &info);
/// Whether a tensor of these dimensions may be what is described.
bool agrees(const ValueInfo &info, const Dims &dims);

struct Model {
  std::string path; // as in messages
  std::int64_t irVersion = 0;
  std::int64_t opset = 0; // of the default domain
  std::string graphName;
  std::vector<Node> nodes;
  std::vector<ValueInfo> inputs; // without those that are initializers
  std::vector<ValueInfo> outputs;
  std::map<std::string, Tensor, std::less<>> initializers;
};

/// Reads a model and the external data that lies in its folder. Every error
/// names the file.
Result<Model> readModel(const std::string &path);

/// The same from memory. Initializers may point into `bytes`, which `owner`
/// keeps. Without a folder external data is refused.
Result<Model> parseModel(std::string_view bytes, const std::string &path,
                         const std::string &folder);

/// A tensor of ONNX's test data (TensorProto, .pb) or of NumPy (.npy).
Result<Tensor> readTensorFile(const std::string &path);

} // namespace qsim::onnximport

#endif // QSIM_LIB_FRONTEND_ONNX_MODEL_H
