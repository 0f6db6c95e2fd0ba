// SPDX-License-Identifier: Apache-2.0
// Which decoder a picture needs, and the limits that all share.
#include "qsim/Support/Picture.h"

#include "PictureCodecs.h"
#include "qsim/Support/MappedFile.h"

using namespace qsim;

Picture Picture::filled(int width, int height, std::uint8_t r, std::uint8_t g,
                        std::uint8_t b) {
  Picture picture{width, height, {}};
  picture.rgb.resize(3 * static_cast<std::size_t>(width) * height);
  for (std::size_t i = 0; i < picture.rgb.size(); i += 3) {
    picture.rgb[i] = r;
    picture.rgb[i + 1] = g;
    picture.rgb[i + 2] = b;
  }
  return picture;
}

std::string support::checkPictureSize(std::int64_t width, std::int64_t height) {
  std::string size = std::to_string(width) + "x" + std::to_string(height);
  if (width < 1 || height < 1 || width > maxPictureSide ||
      height > maxPictureSide)
    return "the picture is " + size + ", sides from 1 to " +
           std::to_string(maxPictureSide) + " are wanted";
  if (width * height > maxPicturePixels)
    return "the picture is " + size + ", at most " +
           std::to_string(maxPicturePixels) + " pixels are wanted";
  return {};
}

bool qsim::looksLikeJpeg(std::string_view bytes) {
  return bytes.starts_with("\xFF\xD8\xFF");
}

bool qsim::looksLikePng(std::string_view bytes) {
  return bytes.starts_with("\x89PNG\r\n\x1A\n");
}

Result<Picture> qsim::decodePicture(std::string_view bytes,
                                    const std::string &name) {
  if (looksLikeJpeg(bytes))
    return support::decodeJpeg(bytes, name);
  if (looksLikePng(bytes))
    return support::decodePng(bytes, name);
  return Error{name + ": not a picture: neither JPEG nor PNG"};
}

Result<Picture> qsim::readPicture(const std::string &path) {
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.error();
  return decodePicture(file->text(), path);
}
