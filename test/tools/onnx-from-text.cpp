// SPDX-License-Identifier: Apache-2.0
// onnx-from-text IN OUT.onnx: a model from ONNX's text syntax, by ONNX's own
// parser. It adds what the syntax has not: lines "#! external NAME LOCATION
// OFFSET LENGTH" move the initializer that a Constant of that name holds out of
// the file.
#include <onnx/defs/parser.h>
#include <onnx/onnx_pb.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

namespace {

struct External {
  std::string name, location, offset, length;
};

/// Makes the output of a Constant an initializer; with `external` its values
/// lie in another file.
bool takeOut(onnx::GraphProto &graph, const External &external) {
  for (int i = 0; i < graph.node_size(); ++i) {
    const onnx::NodeProto &node = graph.node(i);
    if (node.op_type() != "Constant" || node.output(0) != external.name)
      continue;
    onnx::TensorProto &tensor = *graph.add_initializer();
    tensor = node.attribute(0).t();
    tensor.set_name(external.name);
    tensor.clear_raw_data();
    tensor.clear_float_data();
    tensor.set_data_location(onnx::TensorProto::EXTERNAL);
    const std::pair<const char *, std::string> entries[] = {
        {"location", external.location},
        {"offset", external.offset},
        {"length", external.length}};
    for (const auto &[key, value] : entries) {
      if (value.empty() || value == "-")
        continue;
      auto *entry = tensor.add_external_data();
      entry->set_key(key);
      entry->set_value(value);
    }
    graph.mutable_node()->DeleteSubrange(i, 1);
    return true;
  }
  return false;
}

} // namespace

int main(int argc, char **argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: onnx-from-text IN OUT.onnx\n");
    return 2;
  }
  std::ifstream input(argv[1]);
  std::string line, text;
  std::vector<External> externals;
  while (std::getline(input, line)) {
    if (line.rfind("#! external ", 0) == 0) {
      std::istringstream words(line.substr(12));
      External external;
      words >> external.name >> external.location >> external.offset >>
          external.length;
      externals.push_back(external);
    } else if (line.rfind("#", 0) != 0) {
      text += line + "\n";
    }
  }
  onnx::ModelProto model;
  onnx::OnnxParser parser(text.c_str());
  const auto status = parser.Parse(model);
  if (!status.IsOK()) {
    std::cerr << argv[1] << ": " << status.ErrorMessage() << "\n";
    return 1;
  }
  // The syntax has no names of nodes: they are called as their first output.
  for (onnx::NodeProto &node : *model.mutable_graph()->mutable_node())
    node.set_name(node.output(0));
  for (const External &external : externals)
    if (!takeOut(*model.mutable_graph(), external)) {
      std::cerr << argv[1] << ": no Constant named " << external.name << "\n";
      return 1;
    }
  std::ofstream output(argv[2], std::ios::binary);
  return model.SerializeToOstream(&output) ? 0 : 1;
}
