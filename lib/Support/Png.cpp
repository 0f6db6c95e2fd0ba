// SPDX-License-Identifier: Apache-2.0
// PNG through libpng: decoding without colour management, atomic encoding.
#include "PictureCodecs.h"
#include "qsim/Support/AtomicFile.h"

#include <csetjmp>
#include <cstring>
#include <png.h>

using namespace qsim;

namespace {
struct Failure {
  std::jmp_buf target;
  char message[256] = {0};
};
struct Source {
  const char *next;
  std::size_t left;
};
} // namespace

[[noreturn]] static void fail(png_structp png, png_const_charp message) {
  auto *failure = static_cast<Failure *>(png_get_error_ptr(png));
  std::strncpy(failure->message, message, sizeof failure->message - 1);
  std::longjmp(failure->target, 1);
}

/// Warnings concern chunks that do not change pixels.
static void ignore(png_structp, png_const_charp) {}

static void readBytes(png_structp png, png_bytep to, std::size_t size) {
  auto *source = static_cast<Source *>(png_get_io_ptr(png));
  if (size > source->left)
    png_error(png, "the file ends too early");
  std::memcpy(to, source->next, size);
  source->next += size;
  source->left -= size;
}

/// What a libpng error jumps out of: no object with a destructor may live in
/// this frame while libpng runs. False: `refusal` says why.
/// (libpng's simplified interface would blend alpha and apply gamma.)
[[gnu::noinline]] static bool run(png_structp png, png_infop info,
                                  Source &source, Picture &picture,
                                  std::vector<png_bytep> &rows,
                                  std::string &refusal) {
  png_set_read_fn(png, &source, readBytes);
  // Our own limits decide, with our own message.
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_read_info(png, info);
  refusal = support::checkPictureSize(png_get_image_width(png, info),
                                      png_get_image_height(png, info));
  if (!refusal.empty())
    return false;
  png_set_expand(png);
  png_set_strip_16(png);
  png_set_strip_alpha(png);
  png_set_gray_to_rgb(png);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
  picture.width = static_cast<int>(png_get_image_width(png, info));
  picture.height = static_cast<int>(png_get_image_height(png, info));
  std::size_t rowBytes = 3 * static_cast<std::size_t>(picture.width);
  if (png_get_rowbytes(png, info) != rowBytes)
    png_error(png, "the rows do not become RGB");
  picture.rgb.resize(rowBytes * static_cast<std::size_t>(picture.height));
  rows.resize(static_cast<std::size_t>(picture.height));
  for (std::size_t y = 0; y < rows.size(); ++y)
    rows[y] = &picture.rgb[y * rowBytes];
  png_read_image(png, rows.data());
  png_read_end(png, nullptr);
  return true;
}

/// Kept apart from run(): a function that calls setjmp must have no variables
/// that change after it. False: failure.message or `refusal` says why.
static bool decode(png_structp png, png_infop info, Failure &failure,
                   Source &source, Picture &picture,
                   std::vector<png_bytep> &rows, std::string &refusal) {
  if (setjmp(failure.target))
    return false;
  return run(png, info, source, picture, rows, refusal);
}

Result<Picture> support::decodePng(std::string_view bytes,
                                   const std::string &name) {
  Failure failure;
  std::string refusal;
  Picture picture;
  std::vector<png_bytep> rows;
  Source source{bytes.data(), bytes.size()};
  bool decoded = false;
  png_structp png =
      png_create_read_struct(PNG_LIBPNG_VER_STRING, &failure, fail, ignore);
  png_infop info = png ? png_create_info_struct(png) : nullptr;
  if (info)
    decoded = decode(png, info, failure, source, picture, rows, refusal);
  else
    refusal = "out of memory";
  png_destroy_read_struct(&png, &info, nullptr);
  if (decoded)
    return picture;
  return Error{name + ": cannot decode the PNG picture: " +
               (refusal.empty() ? failure.message : refusal)};
}

Result<std::string> qsim::encodePng(const Picture &picture,
                                    const std::string &name) {
  png_image image;
  std::memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(picture.width);
  image.height = static_cast<png_uint_32>(picture.height);
  image.format = PNG_FORMAT_RGB;
  std::string bytes(PNG_IMAGE_PNG_SIZE_MAX(image), '\0');
  png_alloc_size_t size = bytes.size();
  if (!png_image_write_to_memory(&image, bytes.data(), &size, 0,
                                 picture.rgb.data(), 0, nullptr))
    return Error{name + ": cannot encode the PNG picture: " + image.message};
  bytes.resize(size);
  return bytes;
}

Result<void> qsim::writePng(const std::string &path, const Picture &picture) {
  Result<std::string> bytes = encodePng(picture, path);
  if (!bytes)
    return bytes.error();
  return writeFileAtomically(path, *bytes);
}
