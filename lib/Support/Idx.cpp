// SPDX-License-Identifier: Apache-2.0
// Reading IDX: big-endian numbers, then one byte per pixel or class.
#include "qsim/Support/Idx.h"

#include "PictureCodecs.h"
#include "qsim/Support/Numbers.h"

#include <filesystem>

using namespace qsim;
namespace fs = std::filesystem;

// Two zeros, the element type (8: unsigned byte), the number of dimensions.
static constexpr std::uint32_t picturesMagic = 0x803;
static constexpr std::uint32_t labelsMagic = 0x801;

static std::uint32_t bigEndian(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

static std::string hexadecimal(std::uint32_t value) {
  std::string text = "0x00000000";
  for (std::size_t i = 0; i < 8; ++i)
    text[9 - i] = "0123456789abcdef"[value >> 4 * i & 15];
  return text;
}

/// Checks what both kinds share: the magic number and the number of entries.
static Result<std::uint32_t> parseCount(std::string_view bytes,
                                        std::uint32_t magic,
                                        std::size_t headerSize,
                                        const std::string &name) {
  if (bytes.starts_with("\x1f\x8b"))
    return Error{name + ": compressed with gzip, an unpacked IDX file is "
                        "wanted (gunzip it first)"};
  if (bytes.size() < headerSize)
    return Error{name + ": " + std::to_string(bytes.size()) +
                 " bytes, an IDX header of " + std::to_string(headerSize) +
                 " is wanted"};
  if (bigEndian(bytes, 0) != magic)
    return Error{name + ": the magic number is " +
                 hexadecimal(bigEndian(bytes, 0)) + ", " + hexadecimal(magic) +
                 " is wanted"};
  const std::uint32_t count = bigEndian(bytes, 4);
  if (count == 0)
    return Error{name + ": the file holds no entry"};
  return count;
}

static Result<void> checkSize(std::string_view bytes, std::uint64_t wanted,
                              const std::string &name) {
  if (bytes.size() != wanted)
    return Error{name + ": " + std::to_string(bytes.size()) +
                 " bytes, the header says " + std::to_string(wanted)};
  return {};
}

bool qsim::looksLikeIdxPictures(std::string_view bytes) {
  return bytes.size() >= 4 && bigEndian(bytes, 0) == picturesMagic;
}

Result<IdxPictures> qsim::parseIdxPictures(std::string_view bytes,
                                           const std::string &name) {
  constexpr std::size_t headerSize = 16;
  Result<std::uint32_t> count =
      parseCount(bytes, picturesMagic, headerSize, name);
  if (!count)
    return count.error();
  const std::uint32_t height = bigEndian(bytes, 8),
                      width = bigEndian(bytes, 12);
  if (std::string problem = support::checkPictureSize(width, height);
      !problem.empty())
    return Error{name + ": " + problem};
  // At most 2^32 pictures of 2^28 pixels: no overflow.
  if (Result<void> done = checkSize(
          bytes, headerSize + std::uint64_t(*count) * width * height, name);
      !done)
    return done.error();
  return IdxPictures{*count, static_cast<int>(width), static_cast<int>(height)};
}

Result<Picture> qsim::decodeIdxPicture(std::string_view bytes,
                                       std::size_t index,
                                       const std::string &name) {
  Result<IdxPictures> pictures = parseIdxPictures(bytes, name);
  if (!pictures)
    return pictures.error();
  if (index >= pictures->count)
    return Error{name + ": there is no picture " + std::to_string(index) +
                 ", the file holds " + std::to_string(pictures->count)};
  Picture picture{pictures->width, pictures->height, {}};
  const std::size_t pixels =
      static_cast<std::size_t>(picture.width) * picture.height;
  for (char grey : bytes.substr(16 + index * pixels, pixels))
    picture.rgb.insert(picture.rgb.end(), 3, static_cast<std::uint8_t>(grey));
  return picture;
}

Result<std::vector<std::uint8_t>>
qsim::parseIdxLabels(std::string_view bytes, const std::string &name) {
  constexpr std::size_t headerSize = 8;
  Result<std::uint32_t> count =
      parseCount(bytes, labelsMagic, headerSize, name);
  if (!count)
    return count.error();
  if (Result<void> done =
          checkSize(bytes, headerSize + std::uint64_t(*count), name);
      !done)
    return done.error();
  bytes.remove_prefix(headerSize);
  return std::vector<std::uint8_t>(bytes.begin(), bytes.end());
}

std::optional<std::string> qsim::idxLabelPath(const std::string &pictures) {
  const fs::path path(pictures);
  std::string name = path.filename().string();
  const std::size_t images = name.rfind("images");
  if (images == std::string::npos)
    return std::nullopt;
  name.replace(images, 6, "labels");
  if (const std::size_t form = name.rfind("idx3"); form != std::string::npos)
    name.replace(form, 4, "idx1");
  return (path.parent_path() / name).string();
}

std::string qsim::idxPictureName(const std::string &file, std::size_t index) {
  return file + "#" + std::to_string(index);
}

std::optional<IdxReference> qsim::parseIdxReference(const std::string &path) {
  const std::size_t mark = path.rfind('#');
  if (mark == std::string::npos || path.find('-', mark) != std::string::npos)
    return std::nullopt;
  const std::optional<std::int64_t> index =
      parseInteger(std::string_view(path).substr(mark + 1));
  std::error_code ignored;
  if (!index || fs::exists(path, ignored))
    return std::nullopt;
  return IdxReference{path.substr(0, mark), static_cast<std::size_t>(*index)};
}
