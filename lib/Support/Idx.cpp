// SPDX-License-Identifier: Apache-2.0
// Reading IDX: big-endian numbers, then one byte per pixel or class.
#include "qsim/Support/Idx.h"

#include "PictureCodecs.h"

using namespace qsim;

// Two zeros, the element type (8: unsigned byte), the number of dimensions.
static constexpr std::uint32_t picturesMagic = 0x803;
static constexpr std::uint32_t labelsMagic = 0x801;
static constexpr std::size_t picturesHeader = 16, labelsHeader = 8;

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

/// What the header says, not yet compared with the file's size.
static Result<IdxPictures> parsePicturesHeader(std::string_view bytes,
                                               const std::string &name) {
  Result<std::uint32_t> count =
      parseCount(bytes, picturesMagic, picturesHeader, name);
  if (!count)
    return count.error();
  const std::uint32_t height = bigEndian(bytes, 8),
                      width = bigEndian(bytes, 12);
  if (std::string problem = support::checkPictureSize(width, height);
      !problem.empty())
    return Error{name + ": " + problem};
  return IdxPictures{*count, static_cast<int>(width), static_cast<int>(height)};
}

/// At most 2^32 pictures of 2^28 pixels: no overflow.
static std::uint64_t sizeOf(const IdxPictures &pictures) {
  return picturesHeader + std::uint64_t(pictures.count) *
                              static_cast<std::uint64_t>(pictures.width) *
                              static_cast<std::uint64_t>(pictures.height);
}

Result<std::uint64_t> qsim::idxFileSize(std::string_view header,
                                        const std::string &name) {
  if (header.size() >= 4 && bigEndian(header, 0) == labelsMagic) {
    Result<std::uint32_t> count =
        parseCount(header, labelsMagic, labelsHeader, name);
    if (!count)
      return count.error();
    return labelsHeader + std::uint64_t(*count);
  }
  Result<IdxPictures> pictures = parsePicturesHeader(header, name);
  if (!pictures)
    return pictures.error();
  return sizeOf(*pictures);
}

Result<IdxPictures> qsim::parseIdxPictures(std::string_view bytes,
                                           const std::string &name) {
  Result<IdxPictures> pictures = parsePicturesHeader(bytes, name);
  if (!pictures)
    return pictures;
  if (Result<void> done = checkSize(bytes, sizeOf(*pictures), name); !done)
    return done.error();
  return pictures;
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
  for (char grey : bytes.substr(picturesHeader + index * pixels, pixels))
    picture.rgb.insert(picture.rgb.end(), 3, static_cast<std::uint8_t>(grey));
  return picture;
}

Result<std::vector<std::uint8_t>>
qsim::parseIdxLabels(std::string_view bytes, const std::string &name) {
  Result<std::uint32_t> count =
      parseCount(bytes, labelsMagic, labelsHeader, name);
  if (!count)
    return count.error();
  if (Result<void> done =
          checkSize(bytes, labelsHeader + std::uint64_t(*count), name);
      !done)
    return done.error();
  bytes.remove_prefix(labelsHeader);
  return std::vector<std::uint8_t>(bytes.begin(), bytes.end());
}
