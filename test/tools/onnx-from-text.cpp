// SPDX-License-Identifier: Apache-2.0
// Models from ONNX's text syntax, by ONNX's own parser.
//   onnx-from-text IN OUT.onnx
//   onnx-from-text --cases FOLDER OUT
// The second makes of every FOLDER/NAME.txt a case in the form of ONNX's own
// test data, OUT/NAME/model.onnx with test_data_set_0. Lines add what the
// syntax has not: "#! external NAME LOCATION OFFSET LENGTH" moves the
// initializer that a Constant of that name holds out of the file; "#! input
// 1x2x3 1 2 ..." and "#! output 1x2 1 ..." are the tensors of a case, in order.
#include <onnx/defs/parser.h>
#include <onnx/onnx_pb.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace fs = std::filesystem;

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

/// "1x2 0.5 3": its dimensions, then its values.
onnx::TensorProto readTensor(std::istream &words) {
  onnx::TensorProto tensor;
  tensor.set_data_type(onnx::TensorProto::FLOAT);
  std::string dims, size;
  words >> dims;
  for (std::istringstream sizes(dims); std::getline(sizes, size, 'x');)
    if (size != "-") // of no dimensions
      tensor.add_dims(std::stoll(size));
  for (float value; words >> value;)
    tensor.add_float_data(value);
  return tensor;
}

/// What a text says.
struct Source {
  std::string model;
  std::vector<External> externals;
  std::vector<onnx::TensorProto> inputs, outputs;
};

Source readSource(const std::string &path) {
  Source source;
  std::ifstream input(path);
  for (std::string line; std::getline(input, line);) {
    std::istringstream words(line);
    std::string mark, what;
    words >> mark >> what;
    if (mark == "#!" && what == "external") {
      External external;
      words >> external.name >> external.location >> external.offset >>
          external.length;
      source.externals.push_back(external);
    } else if (mark == "#!" && what == "input") {
      source.inputs.push_back(readTensor(words));
    } else if (mark == "#!" && what == "output") {
      source.outputs.push_back(readTensor(words));
    } else if (line.rfind("#", 0) != 0) {
      source.model += line + "\n";
    }
  }
  return source;
}

template <typename Message>
bool save(const fs::path &path, const Message &message) {
  std::ofstream output(path, std::ios::binary);
  return message.SerializeToOstream(&output) && output.flush();
}

bool writeModel(const std::string &path, const Source &source,
                const fs::path &output) {
  onnx::ModelProto model;
  onnx::OnnxParser parser(source.model.c_str());
  const auto status = parser.Parse(model);
  if (!status.IsOK()) {
    std::cerr << path << ": " << status.ErrorMessage() << "\n";
    return false;
  }
  // The syntax has no names of nodes: they are called as their first output.
  for (onnx::NodeProto &node : *model.mutable_graph()->mutable_node())
    node.set_name(node.output(0));
  for (const External &external : source.externals)
    if (!takeOut(*model.mutable_graph(), external)) {
      std::cerr << path << ": no Constant named " << external.name << "\n";
      return false;
    }
  return save(output, model);
}

bool writeCase(const fs::path &text, const fs::path &folder) {
  const Source source = readSource(text.string());
  const fs::path data = folder / "test_data_set_0";
  fs::create_directories(data);
  bool good = writeModel(text.string(), source, folder / "model.onnx");
  for (std::size_t i = 0; i < source.inputs.size(); ++i)
    good &=
        save(data / ("input_" + std::to_string(i) + ".pb"), source.inputs[i]);
  for (std::size_t i = 0; i < source.outputs.size(); ++i)
    good &=
        save(data / ("output_" + std::to_string(i) + ".pb"), source.outputs[i]);
  return good;
}

} // namespace

int main(int argc, char **argv) {
  if (argc == 4 && std::string(argv[1]) == "--cases") {
    bool good = true;
    for (const fs::directory_entry &entry : fs::directory_iterator(argv[2]))
      if (entry.path().extension() == ".txt")
        good &=
            writeCase(entry.path(), fs::path(argv[3]) / entry.path().stem());
    return good ? 0 : 1;
  }
  if (argc != 3) {
    std::fprintf(stderr, "usage: onnx-from-text IN OUT.onnx\n"
                         "       onnx-from-text --cases FOLDER OUT\n");
    return 2;
  }
  return writeModel(argv[1], readSource(argv[1]), argv[2]) ? 0 : 1;
}
