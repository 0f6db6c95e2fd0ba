// SPDX-License-Identifier: Apache-2.0
// JPEG through libjpeg-turbo, with an error manager that never exits or prints.
#include "PictureCodecs.h"

#include <csetjmp>
#include <cstdio>
// jpeglib.h needs size_t and FILE before it.
#include <jerror.h>
#include <jpeglib.h>

using namespace qsim;

namespace {
/// libjpeg's error manager, and where an error jumps to.
struct Failure {
  jpeg_error_mgr manager; // first: libjpeg hands out a pointer to it
  std::jmp_buf target;
  char message[JMSG_LENGTH_MAX];
};
} // namespace

[[noreturn]] static void fail(j_common_ptr common) {
  auto *failure = reinterpret_cast<Failure *>(common->err);
  common->err->format_message(common, failure->message);
  std::longjmp(failure->target, 1);
}

/// libjpeg goes on after damaged data with invented pixels; a measurement must
/// not. Harmless oddities, such as unread bytes between markers, pass.
static void onMessage(j_common_ptr common, int level) {
  if (level >= 0)
    return;
  switch (common->err->msg_code) {
  case JWRN_ADOBE_XFORM:
  case JWRN_BOGUS_PROGRESSION:
  case JWRN_EXTRANEOUS_DATA:
  case JWRN_JFIF_MAJOR:
  case JWRN_TOO_MUCH_DATA:
    return;
  default:
    fail(common);
  }
}

/// What a libjpeg error jumps out of: no object with a destructor may live in
/// this frame while libjpeg runs. False: `refusal` says why.
[[gnu::noinline]] static bool run(jpeg_decompress_struct &info,
                                  std::string_view bytes, Picture &picture,
                                  std::string &refusal) {
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, reinterpret_cast<const unsigned char *>(bytes.data()),
               bytes.size());
  jpeg_read_header(&info, TRUE);
  refusal = support::checkPictureSize(info.image_width, info.image_height);
  if (!refusal.empty())
    return false;
  if (info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK) {
    refusal = "CMYK pictures are not supported, convert to RGB";
    return false;
  }
  info.out_color_space = JCS_RGB;
  info.dct_method = JDCT_ISLOW;
  jpeg_start_decompress(&info);
  picture.width = static_cast<int>(info.output_width);
  picture.height = static_cast<int>(info.output_height);
  picture.rgb.resize(3 * std::size_t(info.output_width) * info.output_height);
  while (info.output_scanline < info.output_height) {
    JSAMPROW row =
        &picture.rgb[3 * std::size_t(info.output_width) * info.output_scanline];
    jpeg_read_scanlines(&info, &row, 1);
  }
  jpeg_finish_decompress(&info);
  return true;
}

/// Kept apart from run(): a function that calls setjmp must have no variables
/// that change after it. False: failure.message or `refusal` says why.
static bool decode(jpeg_decompress_struct &info, Failure &failure,
                   std::string_view bytes, Picture &picture,
                   std::string &refusal) {
  if (setjmp(failure.target))
    return false;
  return run(info, bytes, picture, refusal);
}

Result<Picture> support::decodeJpeg(std::string_view bytes,
                                    const std::string &name) {
  jpeg_decompress_struct info{};
  Failure failure;
  info.err = jpeg_std_error(&failure.manager);
  failure.manager.error_exit = fail;
  failure.manager.emit_message = onMessage;
  failure.message[0] = 0;

  Picture picture;
  std::string refusal;
  bool decoded = decode(info, failure, bytes, picture, refusal);
  jpeg_destroy_decompress(&info);
  if (decoded)
    return picture;
  return Error{name + ": cannot decode the JPEG picture: " +
               (refusal.empty() ? failure.message : refusal)};
}
