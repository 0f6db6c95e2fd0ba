// SPDX-License-Identifier: Apache-2.0
// The decoders behind decodePicture, one per format.
#ifndef QSIM_LIB_SUPPORT_PICTURECODECS_H
#define QSIM_LIB_SUPPORT_PICTURECODECS_H

#include "qsim/Support/Picture.h"

namespace qsim::support {

Result<Picture> decodeJpeg(std::string_view bytes, const std::string &name);
Result<Picture> decodePng(std::string_view bytes, const std::string &name);

/// Empty when a picture of this size may be decoded, else the reason.
std::string checkPictureSize(std::int64_t width, std::int64_t height);

} // namespace qsim::support

#endif // QSIM_LIB_SUPPORT_PICTURECODECS_H
