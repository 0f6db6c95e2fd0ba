// SPDX-License-Identifier: Apache-2.0
// IDX files, the form of the MNIST data sets: grey pictures and their classes.
#ifndef QSIM_SUPPORT_IDX_H
#define QSIM_SUPPORT_IDX_H

#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Picture.h"

#include <memory>
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
/// How many bytes a file of either kind has by its first 16 (all, if fewer).
/// Refuses what the functions above refuse of a header.
Result<std::uint64_t> idxFileSize(std::string_view header,
                                  const std::string &name);

/// An IDX file on disk, as it is or compressed with gzip.
class IdxFile {
public:
  /// Of a compressed file all is unpacked, at most what its header says and
  /// 1 GiB; what the process unpacked last is kept, so that a second open() is
  /// cheap. Fails when the file cannot be read, or its gzip data is damaged,
  /// too short, too long or followed by other bytes. Threads may call it.
  static Result<IdxFile> open(const std::string &path);
  /// Unpacked; not checked any further when the file is not compressed.
  std::string_view bytes() const {
    return plain ? plain->text() : std::string_view(*unpacked);
  }

private:
  std::optional<MappedFile> plain;
  std::shared_ptr<const std::string> unpacked; ///< set when `plain` is not
};

/// As looksLikeIdxPictures, or compressed.
bool mayBeIdxPictures(std::string_view bytes);

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

/// Pictures `first` to `last` of an IDX file: "FILE#first..last". Nothing when
/// `path` is not of that form, or a file of that very name exists.
struct IdxRange {
  std::string file;
  std::size_t first, last; ///< both included; maybe not in order
};
std::optional<IdxRange> parseIdxRange(const std::string &path);

} // namespace qsim

#endif // QSIM_SUPPORT_IDX_H
