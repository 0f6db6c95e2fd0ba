// SPDX-License-Identifier: Apache-2.0
// Pictures that each show one class: what a classifier is measured on.
#ifndef QSIM_SUPPORT_CLASSDATASET_H
#define QSIM_SUPPORT_CLASSDATASET_H

#include "qsim/Support/Dataset.h"

#include <optional>

namespace qsim {

struct ClassDataset {
  std::vector<std::string> pictures; ///< as in Dataset
  std::vector<std::int32_t> classes; ///< of each picture
};

/// How the class of a picture is found.
enum class ClassSource {
  Auto,    ///< Idx for an IDX file; Folders when every picture is in one,
           ///< unless a list comes with labels; else List
  List,    ///< the label that occurs in the picture's path, as in Darknet
  Folders, ///< the folder that the picture is in
  Idx      ///< the labels' file beside an IDX file of pictures
};
/// "auto", "list", "folders" or "idx".
std::optional<ClassSource> parseClassSource(std::string_view word);

/// Names of the network's classes, in its order.
struct ClassLabels {
  std::vector<std::string> labels; ///< may be empty, or more than the classes
  bool given = false; ///< by the user for these pictures: all must be found
};

/// The pictures of `path` (what readDataset takes), each with a class in
/// 0..classCount-1. A folder stands for the label of its name; unless labels
/// were given, folders of which one has no label stand for the classes in the
/// order of their names, and must be as many. In a list only what the list
/// itself says of a path counts; a label inside a longer one that occurs too
/// does not. No label, or two, in a path is an error.
Result<ClassDataset>
readClassDataset(const std::string &path, ClassSource source,
                 const ClassLabels &labels, int classCount,
                 const std::vector<TensorDims> &ofSample = {});

} // namespace qsim

#endif // QSIM_SUPPORT_CLASSDATASET_H
