// SPDX-License-Identifier: Apache-2.0
// Looks names up in the record of an earlier run.
#include "EarlierOutput.h"

#include "qsim/Support/MappedFile.h"

#include <filesystem>

namespace qsim {
namespace fs = std::filesystem;

namespace {

/// The text of a record; a name is in it where it stands there in quotes.
class Record {
public:
  Record(std::string directory, std::string name)
      : directory(std::move(directory)), name(std::move(name)) {
    Result<MappedFile> file =
        MappedFile::open(this->directory + "/" + this->name);
    if (file &&
        file->text().starts_with(
            "{\n  \"format\": \"1.0\",\n  \"network\": \"") &&
        file->text().find("\n  \"layers\": [") != std::string_view::npos)
      text = file->text();
  }

  bool holds(std::string_view entry) const {
    if (text.empty())
      return false;
    const fs::path path = fs::path(directory) / entry;
    std::error_code code;
    const fs::file_type type = fs::symlink_status(path, code).type();
    if (type == fs::file_type::regular)
      return entry == name || says(std::string(entry));
    return type == fs::file_type::directory && says(std::string(entry)) &&
           holdsAllIn(path);
  }

private:
  bool says(const std::string &word) const {
    return text.find("\"" + word + "\"") != std::string::npos;
  }

  bool holdsAllIn(const fs::path &folder) const {
    std::error_code code;
    for (fs::directory_iterator entry(folder, code), end; !code && entry != end;
         entry.increment(code)) {
      const std::string ending = entry->path().extension().string();
      if (!entry->is_regular_file(code) || entry->is_symlink(code) ||
          (ending != ".hex" && ending != ".npy") ||
          (!says(entry->path().stem().string()) &&
           !says(entry->path().filename().string())))
        return false;
    }
    return !code;
  }

  std::string directory, name, text;
};

} // namespace

AtomicDirectory::Predicate earlierOutput(const std::string &directory,
                                         const std::string &record) {
  return [record = Record(directory, record)](std::string_view entry) {
    return record.holds(entry);
  };
}

void beginRecord(JsonWriter &json, const std::string &network) {
  json.beginObject().member("format", "1.0").member("network", network);
}

} // namespace qsim
