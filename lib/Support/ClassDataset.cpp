// SPDX-License-Identifier: Apache-2.0
// The class of each picture: from a label in its path, its folder or an IDX
// file.
#include "qsim/Support/ClassDataset.h"

#include "TextLines.h"
#include "qsim/Support/Idx.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <span>

using namespace qsim;
namespace fs = std::filesystem;

namespace {

using Names = std::span<const std::string>;

struct ClassFinder {
  const std::string &path;
  Names labels; ///< as many as classes, or none
  bool given;
  int classCount;

  Result<std::vector<std::int32_t>> fromFolders(const Dataset &dataset) const;
  Result<std::vector<std::int32_t>> fromLabels(const Dataset &dataset) const;
  Result<std::vector<std::int32_t>> fromIdx(const Dataset &dataset) const;

private:
  Result<std::map<std::string, std::int32_t>>
  classesOf(const std::set<std::string> &folders) const;
  Result<std::int32_t> labelIn(const std::string &name) const;
};

} // namespace

/// The folder that a picture is in; empty when its name has none.
static std::string folderOf(const std::string &name) {
  return fs::path(name).parent_path().filename().string();
}

/// What each folder stands for: the label of its name or, without labels for
/// all of them, its place in the order of names.
Result<std::map<std::string, std::int32_t>>
ClassFinder::classesOf(const std::set<std::string> &folders) const {
  std::map<std::string, std::int32_t> classes;
  for (const std::string &folder : folders) {
    const auto label = std::find(labels.begin(), labels.end(), folder);
    if (label != labels.end())
      classes[folder] = static_cast<std::int32_t>(label - labels.begin());
    else if (given)
      return Error{path + ": folder " + support::quoted(folder) +
                   " is none of the " + std::to_string(classCount) +
                   " class labels"};
  }
  if (classes.size() == folders.size())
    return classes;
  if (folders.size() != static_cast<std::size_t>(classCount))
    return Error{path + ": pictures in " + std::to_string(folders.size()) +
                 (folders.size() == 1 ? " folder" : " folders") +
                 ", the network has " + std::to_string(classCount) +
                 " classes; give --labels"};
  classes.clear();
  for (const std::string &folder : folders)
    classes.emplace(folder, static_cast<std::int32_t>(classes.size()));
  return classes;
}

Result<std::vector<std::int32_t>>
ClassFinder::fromFolders(const Dataset &dataset) const {
  std::set<std::string> folders;
  for (const std::string &name : dataset.names) {
    if (folderOf(name).empty())
      return Error{path + ": " + support::quoted(name) +
                   " is in no folder that could name its class; give --labels"};
    folders.insert(folderOf(name));
  }
  Result<std::map<std::string, std::int32_t>> classes = classesOf(folders);
  if (!classes)
    return classes.error();
  std::vector<std::int32_t> found;
  for (const std::string &name : dataset.names)
    found.push_back(classes->at(folderOf(name)));
  return found;
}

/// The class whose label occurs in a picture's name.
Result<std::int32_t> ClassFinder::labelIn(const std::string &name) const {
  // A folder's whole name says more than letters that happen to stand in it.
  const auto folder = std::find(labels.begin(), labels.end(), folderOf(name));
  if (folder != labels.end())
    return static_cast<std::int32_t>(folder - labels.begin());
  std::vector<std::size_t> hits;
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (name.find(labels[i]) != std::string::npos)
      hits.push_back(i);
  if (hits.empty())
    return Error{path + ": none of the " + std::to_string(classCount) +
                 " class labels occurs in " + support::quoted(name)};
  const std::size_t best = *std::max_element(
      hits.begin(), hits.end(), [&](std::size_t a, std::size_t b) {
        return labels[a].size() < labels[b].size();
      });
  for (std::size_t hit : hits)
    if (labels[best].find(labels[hit]) == std::string::npos ||
        (hit != best && labels[hit] == labels[best]))
      return Error{path + ": both class labels " +
                   support::quoted(labels[best]) + " and " +
                   support::quoted(labels[hit]) + " occur in " +
                   support::quoted(name)};
  return static_cast<std::int32_t>(best);
}

Result<std::vector<std::int32_t>>
ClassFinder::fromLabels(const Dataset &dataset) const {
  if (labels.empty())
    return Error{path + ": no labels to look for in the paths of the pictures; "
                        "give --labels"};
  std::vector<std::int32_t> found;
  for (std::size_t i = 0; i < dataset.names.size(); ++i) {
    std::string name = dataset.names[i];
    // A sample's number is not a part of its file's name.
    if (parseIdxReference(dataset.pictures[i]))
      name.resize(name.rfind('#'));
    Result<std::int32_t> label = labelIn(name);
    if (!label)
      return label.error();
    found.push_back(*label);
  }
  return found;
}

/// The classes of all pictures of an IDX file, from the file beside it.
static Result<std::vector<std::uint8_t>>
readIdxLabels(const std::string &pictures) {
  const std::optional<std::string> path = idxLabelPath(pictures);
  if (!path)
    return Error{pictures + ": the name holds no 'images' to replace by "
                            "'labels' for the file of classes"};
  Result<IdxFile> images = IdxFile::open(pictures);
  if (!images)
    return images.error();
  Result<IdxPictures> header = parseIdxPictures(images->bytes(), pictures);
  if (!header)
    return header.error();
  Result<IdxFile> file = IdxFile::open(*path);
  if (!file)
    return file.error();
  Result<std::vector<std::uint8_t>> labels =
      parseIdxLabels(file->bytes(), *path);
  if (labels && labels->size() != header->count)
    return Error{*path + ": " + std::to_string(labels->size()) +
                 " classes for the " + std::to_string(header->count) +
                 " pictures of " + pictures};
  return labels;
}

Result<std::vector<std::int32_t>>
ClassFinder::fromIdx(const Dataset &dataset) const {
  std::map<std::string, std::vector<std::uint8_t>> labelsOf; // by file
  std::vector<std::int32_t> found;
  for (const std::string &picture : dataset.pictures) {
    const std::optional<IdxReference> idx = parseIdxReference(picture);
    if (!idx || isTensorFile(idx->file))
      return Error{path + ": " + support::quoted(picture) +
                   " is not a picture of an IDX file"};
    if (!labelsOf.contains(idx->file)) {
      Result<std::vector<std::uint8_t>> read = readIdxLabels(idx->file);
      if (!read)
        return read.error();
      labelsOf[idx->file] = std::move(*read);
    }
    const std::vector<std::uint8_t> &inFile = labelsOf[idx->file];
    if (idx->index >= inFile.size())
      return Error{picture + ": the file holds " +
                   std::to_string(inFile.size()) + " pictures"};
    const int label = inFile[idx->index];
    if (label >= classCount)
      return Error{picture + ": its class is " + std::to_string(label) +
                   ", not one of 0.." + std::to_string(classCount - 1)};
    found.push_back(label);
  }
  return found;
}

/// What `Auto` means for these pictures.
static ClassSource chooseSource(const std::string &path, const Dataset &dataset,
                                bool labelsGiven) {
  const std::optional<IdxReference> part =
      parseIdxReference(dataset.pictures.front());
  if (part && !isTensorFile(part->file))
    return ClassSource::Idx;
  const bool inFolders = std::all_of(
      dataset.names.begin(), dataset.names.end(),
      [](const std::string &name) { return !folderOf(name).empty(); });
  std::error_code ignored;
  const bool isList = !fs::is_directory(path, ignored);
  return inFolders && !(isList && labelsGiven) ? ClassSource::Folders
                                               : ClassSource::List;
}

std::optional<ClassSource> qsim::parseClassSource(std::string_view word) {
  static const std::map<std::string_view, ClassSource> words = {
      {"auto", ClassSource::Auto},
      {"list", ClassSource::List},
      {"folders", ClassSource::Folders},
      {"idx", ClassSource::Idx}};
  const auto found = words.find(word);
  return found == words.end() ? std::nullopt : std::optional(found->second);
}

Result<ClassDataset>
qsim::readClassDataset(const std::string &path, ClassSource source,
                       const ClassLabels &labels, int classCount,
                       const std::vector<TensorDims> &ofSample) {
  Result<Dataset> dataset = readDataset(path, ofSample);
  if (!dataset)
    return dataset.error();
  ClassFinder finder{path, labels.labels, labels.given, classCount};
  const std::size_t count = static_cast<std::size_t>(classCount);
  if (!finder.labels.empty() && finder.labels.size() < count)
    return Error{path + ": " + std::to_string(finder.labels.size()) +
                 " class labels, the network has " +
                 std::to_string(classCount) + " classes"};
  // Lists of labels name more classes than a network was trained for.
  finder.labels = finder.labels.first(std::min(finder.labels.size(), count));

  if (source == ClassSource::Auto)
    source = chooseSource(path, *dataset, labels.given);
  Result<std::vector<std::int32_t>> classes =
      source == ClassSource::Idx       ? finder.fromIdx(*dataset)
      : source == ClassSource::Folders ? finder.fromFolders(*dataset)
                                       : finder.fromLabels(*dataset);
  if (!classes)
    return classes.error();
  return ClassDataset{std::move(dataset->pictures), std::move(*classes)};
}
