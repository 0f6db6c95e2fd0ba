// SPDX-License-Identifier: Apache-2.0
// IDX files, the form of the MNIST data sets: grey pictures and their classes.
#ifndef QSIM_SUPPORT_IDX_H
#define QSIM_SUPPORT_IDX_H

#include "qsim/Support/Picture.h"

#include <optional>

namespace qsim {

/// The header of a file of pictures, checked against the file's size.
struct IdxPictures {
  std::size_t count;
  int width, height;
};

/// Whether a file with these first bytes claims to hold pictures (idx3, bytes).
bool looksLikeIdxPictures(std::string_view bytes);
/// Refuses other magic numbers, no picture, sizes out of range, and a file that
/// is not exactly as long as its header says. `name` is used in messages.
Result<IdxPictures> parseIdxPictures(std::string_view bytes,
                                     const std::string &name);
/// Picture `index` of the file, its grey repeated in R, G and B.
Result<Picture> decodeIdxPicture(std::string_view bytes, std::size_t index,
                                 const std::string &name);

/// The classes (idx1, bytes) in order; refusals as above.
Result<std::vector<std::uint8_t>> parseIdxLabels(std::string_view bytes,
                                                 const std::string &name);
/// The labels' file beside a file of pictures: "images" and "idx3" in the name
/// become "labels" and "idx1". Nothing when the name holds no "images".
std::optional<std::string> idxLabelPath(const std::string &pictures);

/// One picture of an IDX file in a list of pictures: "FILE#index".
struct IdxReference {
  std::string file;
  std::size_t index;
};
std::string idxPictureName(const std::string &file, std::size_t index);
/// Nothing when `path` is not of that form, or a file of that very name exists.
std::optional<IdxReference> parseIdxReference(const std::string &path);

} // namespace qsim

#endif // QSIM_SUPPORT_IDX_H
