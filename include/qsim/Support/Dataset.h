// SPDX-License-Identifier: Apache-2.0
// Lists of pictures, their labels, and files of class names.
#ifndef QSIM_SUPPORT_DATASET_H
#define QSIM_SUPPORT_DATASET_H

#include "qsim/Support/Result.h"
#include "qsim/Support/TensorFile.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace qsim {

/// The pictures that a user named, in order.
struct Dataset {
  /// One entry per picture or tensor (JPEG, PNG, .npy, .pb, or "FILE#index" of
  /// an IDX file or of a batch), usable from the current folder and by
  /// readInput.
  std::vector<std::string> pictures;
  /// The same as the list says it, or relative to the directory.
  std::vector<std::string> names;
};

/// What `path` may be:
///  * a directory: its *.jpg, *.jpeg, *.png, *.npy and *.pb (any case), by
///  name;
///    if it holds none, those in the folders inside it, by folder and name;
///  * a JPEG, PNG or .npy file, told by its content, or a TensorProto, *.pb:
///  that
///    one;
///  * an IDX file of pictures, maybe compressed with gzip: all of them;
///  "FILE#index": one of them; "FILE#first..last": those, both included;
///  * anything else is a list, one picture a line, relative to the list's own
///    folder; empty lines, and spaces or CR at the ends of a line, are ignored.
/// Every picture must exist (but is not opened); no picture at all is an error.
/// Where the dimensions of a sample are known, tensor files are opened, must
/// have them or be a batch of them, and a batch is "FILE#index" of all.
Result<Dataset> readDataset(const std::string &path,
                            const std::vector<TensorDims> &ofSample = {});

/// One labelled object: centre and size relative to the picture.
struct Label {
  std::int32_t classId;
  float x, y, w, h;
};
using Labels = std::vector<Label>;

/// The path with its extension (if any) replaced by ".txt".
std::string labelPath(const std::string &picture);

/// Reads the label file beside a picture: lines "class x y w h" with
/// 0 <= class < classCount, 0 <= x, y <= 1 and 0 < w, h <= 1 (0.001 more is
/// taken as rounding). An empty file says that the picture shows no object; a
/// missing one is an error, as a wrong path would otherwise count as that.
Result<Labels> readLabels(const std::string &picture, int classCount);

/// Which of the network's classes a class of the data set is; one that is not
/// in it is none of them.
using ClassMap = std::map<std::int32_t, std::int32_t>;

/// Lines "from to" of class numbers, from 0, with to < classCount; empty lines
/// are ignored. No line, or two for the same `from`, is an error.
Result<ClassMap> readClassMap(const std::string &path, int classCount);
/// As above, but the file's classes are the data set's (any number from 0):
/// they become the network's, and objects of no class of it are left out.
Result<Labels> readLabels(const std::string &picture, const ClassMap &map);

/// One name per line; empty lines at the end are ignored. At least one.
Result<std::vector<std::string>> readNames(const std::string &path);

} // namespace qsim

#endif // QSIM_SUPPORT_DATASET_H
