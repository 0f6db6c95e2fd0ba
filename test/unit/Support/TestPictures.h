// SPDX-License-Identifier: Apache-2.0
// Pictures and encoded files that the tests make for themselves.
#ifndef QSIM_TEST_UNIT_SUPPORT_TESTPICTURES_H
#define QSIM_TEST_UNIT_SUPPORT_TESTPICTURES_H

#include "qsim/Support/Picture.h"
#include "qsim/Support/Random.h"

#include <cstdio>
#include <cstdlib>
#include <jpeglib.h>
#include <png.h>

namespace qsim::test {

inline Picture noise(int width, int height, std::uint64_t seed) {
  Picture picture = Picture::filled(width, height);
  SplitMix64 random(seed);
  for (std::uint8_t &byte : picture.rgb)
    byte = static_cast<std::uint8_t>(random.next());
  return picture;
}

/// A JPEG of `components` interleaved bytes per pixel in the given space.
inline std::string encodeJpeg(int width, int height, J_COLOR_SPACE space,
                              int components, std::vector<std::uint8_t> bytes) {
  jpeg_compress_struct info;
  jpeg_error_mgr manager;
  info.err = jpeg_std_error(&manager);
  jpeg_create_compress(&info);
  unsigned char *buffer = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &buffer, &size);
  info.image_width = static_cast<JDIMENSION>(width);
  info.image_height = static_cast<JDIMENSION>(height);
  info.input_components = components;
  info.in_color_space = space;
  jpeg_set_defaults(&info);
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < info.image_height) {
    JSAMPROW row = &bytes[static_cast<std::size_t>(width * components) *
                          info.next_scanline];
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  std::string out(reinterpret_cast<char *>(buffer), size);
  jpeg_destroy_compress(&info);
  std::free(buffer);
  return out;
}

struct PngForm {
  int bitDepth, colourType;
  std::vector<png_color> palette = {};
  std::vector<png_byte> transparency = {};
  bool interlaced = false;
};

/// A PNG whose rows are given as they are stored.
inline std::string encodePng(int width, int height, const PngForm &form,
                             std::vector<std::uint8_t> bytes) {
  std::string out;
  png_structp png =
      png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(
      png, &out,
      [](png_structp p, png_bytep data, std::size_t size) {
        static_cast<std::string *>(png_get_io_ptr(p))
            ->append(reinterpret_cast<char *>(data), size);
      },
      nullptr);
  png_set_IHDR(png, info, static_cast<png_uint_32>(width),
               static_cast<png_uint_32>(height), form.bitDepth, form.colourType,
               form.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  // A gamma that a viewer would apply and that must not change the bytes.
  png_set_gAMA_fixed(png, info, 100000);
  if (!form.palette.empty())
    png_set_PLTE(png, info, form.palette.data(),
                 static_cast<int>(form.palette.size()));
  if (!form.transparency.empty())
    png_set_tRNS(png, info, form.transparency.data(),
                 static_cast<int>(form.transparency.size()), nullptr);
  png_write_info(png, info);
  std::size_t rowBytes = png_get_rowbytes(png, info);
  std::vector<png_bytep> rows;
  for (int y = 0; y < height; ++y)
    rows.push_back(&bytes[rowBytes * static_cast<std::size_t>(y)]);
  png_write_image(png, rows.data());
  png_write_end(png, nullptr);
  png_destroy_write_struct(&png, &info);
  return out;
}

} // namespace qsim::test

#endif // QSIM_TEST_UNIT_SUPPORT_TESTPICTURES_H
