// SPDX-License-Identifier: Apache-2.0
// Writes edits.json, reads it back (JSON is YAML) and applies it.
#include "qsim/Execution/EditRecord.h"

#include "qsim/Calibration/Yaml.h"
#include "qsim/Support/Json.h"
#include "qsim/Support/MappedFile.h"
#include "qsim/Support/PackageFiles.h"

#include <filesystem>
#include <limits>

namespace qsim {
namespace {

std::string pathIn(const std::string &directory) {
  return (std::filesystem::path(directory) / packageEdits).string();
}

class Reader {
public:
  explicit Reader(const std::string &file) : in(file) {}

  Result<std::vector<RecordedChange>> read(const YamlNode &root) {
    in.expectMap(root, "the file", {"format", "network", "package", "edits"});
    in.word(in.required(root, "format"), "format", {"1.0"});
    std::vector<RecordedChange> changes;
    in.string(in.required(root, "package"), "package");
    const YamlNode &edits = in.required(root, "edits");
    in.expectList(edits, "edits");
    for (const YamlNode &node : edits.items)
      changes.push_back(change(node));
    if (!in.ok())
      return in.error();
    return changes;
  }

private:
  RecordedChange change(const YamlNode &node) {
    RecordedChange result;
    if (const YamlNode *quantize = node.find("quantize")) {
      in.expectMap(node, "a change", {"quantize"});
      result.quantize = in.string(*quantize, "quantize");
      if (in.ok() && result.quantize.empty())
        in.fail(quantize->line, "quantize is empty");
      return result;
    }
    constexpr int most = std::numeric_limits<int>::max();
    Edit &edit = result.edit;
    if (const YamlNode *mode = node.find("mode")) {
      in.expectMap(node, "a change", {"layer", "name", "mode"});
      edit.kind = Edit::Kind::Mode;
      edit.mode = static_cast<qsimrt_mode>(
          in.word(*mode, "mode", {"float", "hybrid", "int"}));
    } else {
      in.expectMap(node, "a change",
                   {"layer", "name", "tensor", "index", "values"});
      values(node, edit);
    }
    edit.layer = static_cast<int>(
        in.integer(in.required(node, "layer"), "layer", 0, most));
    result.layer = in.string(in.required(node, "name"), "name");
    return result;
  }

  void values(const YamlNode &node, Edit &edit) {
    const YamlNode &tensor = in.required(node, "tensor");
    edit.tensor = in.string(tensor, "tensor");
    if (isOfPicture(edit))
      in.fail(tensor.line,
              "tensor is '" + edit.tensor + "'; wanted one that a package has");
    edit.index = static_cast<std::size_t>(
        in.integer(in.required(node, "index"), "index", 0,
                   std::numeric_limits<std::int64_t>::max()));
    const YamlNode &list = in.required(node, "values");
    in.expectList(list, "values");
    for (const YamlNode &value : list.items)
      edit.values.push_back(in.real(value, "a value"));
  }

  YamlReader in;
};

static_assert(QSIMRT_FLOAT == 0 && QSIMRT_HYBRID == 1 && QSIMRT_INT == 2);

} // namespace

Result<EditRecord> readEditRecord(const std::string &directory) {
  EditRecord record;
  std::error_code code;
  record.package =
      std::filesystem::weakly_canonical(directory, code).filename().string();
  const std::string path = pathIn(directory);
  if (!std::filesystem::exists(path))
    return record;
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.error();
  Result<YamlNode> root = parseYaml(path, file->text());
  if (!root)
    return root.error();
  Result<std::vector<RecordedChange>> changes = Reader(path).read(*root);
  if (!changes)
    return changes.error();
  record.changes = std::move(*changes);
  return record;
}

std::string formatEditRecord(const EditRecord &record,
                             const std::string &network) {
  JsonWriter json(JsonWriter::Style::Pretty);
  json.beginObject().member("format", "1.0").member("network", network);
  json.member("package", record.package);
  json.key("edits").beginArray();
  for (const RecordedChange &change : record.changes) {
    json.beginObject();
    if (!change.quantize.empty()) {
      json.member("quantize", change.quantize).endObject();
      continue;
    }
    const Edit &edit = change.edit;
    json.member("layer", edit.layer).member("name", change.layer);
    if (edit.kind == Edit::Kind::Mode) {
      json.member("mode", qsimrt_mode_name(edit.mode));
    } else {
      json.member("tensor", edit.tensor).member("index", edit.index);
      json.key("values").beginArray();
      for (const double value : edit.values)
        json.value(value);
      json.endArray();
    }
    json.endObject();
  }
  return json.endArray().endObject().take() + "\n";
}

Result<void> applyAgain(const EditRecord &record, const std::string &directory,
                        Simulation &simulation) {
  const qsimrt_model &model = simulation.model();
  for (const RecordedChange &change : record.changes) {
    const Edit &edit = change.edit;
    if (!change.quantize.empty() || edit.kind == Edit::Kind::Mode)
      continue;
    if (edit.layer >= model.layer_count ||
        change.layer != model.layers[edit.layer].name)
      return Error{pathIn(directory) + ": layer " + std::to_string(edit.layer) +
                   " is no '" + change.layer + "' in this network"};
    if (Result<void> applied = simulation.apply(edit); !applied)
      return Error{pathIn(directory) + ": " + editText(edit, model) +
                   " is not possible any more: " + applied.error().message};
  }
  return {};
}

} // namespace qsim
