// SPDX-License-Identifier: Apache-2.0
// Pictures: 8-bit RGB in memory, JPEG and PNG in files.
#ifndef QSIM_SUPPORT_PICTURE_H
#define QSIM_SUPPORT_PICTURE_H

#include "qsim/Support/Result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qsim {

/// Sides from 1 to this many pixels, and at most maxPicturePixels in all.
inline constexpr int maxPictureSide = 32768;
inline constexpr std::int64_t maxPicturePixels = std::int64_t(256) << 20;

/// Rows from the top, pixels from the left, three bytes R, G, B per pixel.
struct Picture {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgb; ///< width * height * 3

  /// A picture of one colour (default black).
  static Picture filled(int width, int height, std::uint8_t r = 0,
                        std::uint8_t g = 0, std::uint8_t b = 0);

  /// The three bytes of a pixel; x and y must be inside.
  std::uint8_t *pixel(int x, int y) {
    return &rgb[3 * (static_cast<std::size_t>(y) * width + x)];
  }
  const std::uint8_t *pixel(int x, int y) const {
    return &rgb[3 * (static_cast<std::size_t>(y) * width + x)];
  }
};

/// Reads a JPEG or PNG file, told apart by content, not by name. Grey becomes
/// equal R, G and B; alpha is dropped without blending; 16-bit samples keep
/// their upper byte; no gamma, colour profile or EXIF orientation is applied.
/// JPEG is decoded with libjpeg's default (accurate integer) transform.
/// Refused with a message: CMYK, damaged or truncated data, sizes out of range.
Result<Picture> readPicture(const std::string &path);
/// The same from memory; `name` is used in messages only.
Result<Picture> decodePicture(std::string_view bytes, const std::string &name);

/// Whether a file with these first bytes claims to be a JPEG or PNG.
bool looksLikeJpeg(std::string_view bytes);
bool looksLikePng(std::string_view bytes);

/// The bytes of an 8-bit RGB PNG; `name` is used in messages only.
Result<std::string> encodePng(const Picture &picture, const std::string &name);
/// Writes them to a file, complete or not at all.
Result<void> writePng(const std::string &path, const Picture &picture);

} // namespace qsim

#endif // QSIM_SUPPORT_PICTURE_H
