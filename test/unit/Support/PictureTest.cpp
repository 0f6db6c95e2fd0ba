// SPDX-License-Identifier: Apache-2.0
// Decoding JPEG and PNG, what is refused, and writing PNG.
#include "TemporaryFolder.h"
#include "TestPictures.h"

#include <gtest/gtest.h>

using namespace qsim;
using namespace qsim::test;
using Bytes = std::vector<std::uint8_t>;

static Bytes decoded(const std::string &bytes) {
  auto picture = decodePicture(bytes, "x");
  EXPECT_TRUE(picture.ok()) << picture.message();
  return picture ? picture->rgb : Bytes();
}

static std::string refusal(const std::string &bytes) {
  return decodePicture(bytes, "x").message();
}

TEST(Png, RoundTrips) {
  TemporaryFolder folder;
  Picture picture = noise(17, 5, 1);
  ASSERT_TRUE(writePng(folder.path("x.png"), picture).ok());
  auto back = readPicture(folder.path("x.png"));
  ASSERT_TRUE(back.ok()) << back.message();
  EXPECT_EQ(back->width, 17);
  EXPECT_EQ(back->height, 5);
  EXPECT_EQ(back->rgb, picture.rgb);
}

TEST(Png, DropsAlphaWithoutBlending) {
  EXPECT_EQ(decoded(encodePng(2, 1, {8, PNG_COLOR_TYPE_RGB_ALPHA},
                              {10, 20, 30, 0, 40, 50, 60, 128})),
            (Bytes{10, 20, 30, 40, 50, 60}));
  EXPECT_EQ(decoded(encodePng(2, 1, {8, PNG_COLOR_TYPE_GRAY_ALPHA},
                              {10, 0, 40, 128})),
            (Bytes{10, 10, 10, 40, 40, 40}));
}

TEST(Png, ReadsEveryKind) {
  EXPECT_EQ(decoded(encodePng(2, 1, {8, PNG_COLOR_TYPE_GRAY}, {7, 200})),
            (Bytes{7, 7, 7, 200, 200, 200}));
  // One bit per pixel: 0 and 1 are black and white.
  EXPECT_EQ(decoded(encodePng(2, 1, {1, PNG_COLOR_TYPE_GRAY}, {0x40})),
            (Bytes{0, 0, 0, 255, 255, 255}));
  // 16 bits keep the upper byte, big-endian.
  EXPECT_EQ(decoded(encodePng(1, 1, {16, PNG_COLOR_TYPE_RGB},
                              {10, 255, 20, 255, 30, 255})),
            (Bytes{10, 20, 30}));
  PngForm palette{8, PNG_COLOR_TYPE_PALETTE, {{1, 2, 3}, {4, 5, 6}}, {0, 99}};
  EXPECT_EQ(decoded(encodePng(2, 1, palette, {1, 0})),
            (Bytes{4, 5, 6, 1, 2, 3}));
  PngForm interlaced{8, PNG_COLOR_TYPE_RGB, {}, {}, true};
  Picture picture = noise(13, 9, 2);
  EXPECT_EQ(decoded(encodePng(13, 9, interlaced, picture.rgb)), picture.rgb);
}

TEST(Png, RefusesEveryTruncation) {
  Picture picture = noise(6, 4, 3);
  std::string whole = encodePng(6, 4, {8, PNG_COLOR_TYPE_RGB}, picture.rgb);
  for (std::size_t size = 8; size < whole.size(); ++size)
    ASSERT_EQ(refusal(whole.substr(0, size)),
              "x: cannot decode the PNG picture: the file ends too early");
}

TEST(Png, RefusesDamage) {
  Picture picture = noise(6, 4, 3);
  std::string bytes = encodePng(6, 4, {8, PNG_COLOR_TYPE_RGB}, picture.rgb);
  // The checksum of the picture data ends 4 bytes before the last chunk.
  bytes[bytes.find("IEND") - 5] ^= 1;
  EXPECT_EQ(refusal(bytes),
            "x: cannot decode the PNG picture: IDAT: CRC error");
}

/// A PNG that only claims its size, its header checksum right.
static std::string claimedPng(std::uint32_t width, std::uint32_t height) {
  std::string header = "IHDR";
  for (std::uint32_t side : {width, height})
    for (int shift = 24; shift >= 0; shift -= 8)
      header += static_cast<char>(side >> shift & 255);
  header += std::string("\x08\x02\x00\x00\x00", 5);
  std::uint32_t crc = ~0u;
  for (char c : header) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit)
      crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
  }
  crc = ~crc;
  std::string out("\x89PNG\r\n\x1a\n\0\0\0\x0d", 12);
  out += header;
  for (int shift = 24; shift >= 0; shift -= 8)
    out += static_cast<char>(crc >> shift & 255);
  // The first bytes of picture data, so that the header counts as complete.
  return out + std::string("\0\0\0\x04IDAT", 8);
}

TEST(Png, RefusesHugeClaims) {
  EXPECT_EQ(refusal(claimedPng(32769, 1)),
            "x: cannot decode the PNG picture: the picture is 32769x1, sides "
            "from 1 to 32768 are wanted");
  EXPECT_EQ(refusal(claimedPng(1, 2000000000)),
            "x: cannot decode the PNG picture: the picture is 1x2000000000, "
            "sides from 1 to 32768 are wanted");
  EXPECT_EQ(refusal(claimedPng(32768, 8193)),
            "x: cannot decode the PNG picture: the picture is 32768x8193, at "
            "most 268435456 pixels are wanted");
  // libpng itself refuses an empty one.
  EXPECT_EQ(refusal(claimedPng(0, 1)),
            "x: cannot decode the PNG picture: Invalid IHDR data");
}

TEST(Png, NamesTheFileThatCannotBeWritten) {
  TemporaryFolder folder;
  EXPECT_EQ(writePng(folder.path("no/x.png"), noise(1, 1, 0)).message(),
            folder.path("no/x.png") +
                ": cannot create the file: No such file or directory");
  EXPECT_EQ(writePng("x.png", Picture()).message(),
            "x.png: cannot encode the PNG picture: "
            "png_image_write_to_memory: invalid argument");
}

/// What a program with libjpeg's defaults sees.
static Bytes plainDecode(const std::string &bytes) {
  jpeg_decompress_struct info;
  jpeg_error_mgr manager;
  info.err = jpeg_std_error(&manager);
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, reinterpret_cast<const unsigned char *>(bytes.data()),
               bytes.size());
  jpeg_read_header(&info, TRUE);
  jpeg_start_decompress(&info);
  Bytes out(std::size_t(info.output_width) * info.output_height * 3);
  while (info.output_scanline < info.output_height) {
    JSAMPROW row =
        &out[std::size_t(info.output_width) * 3 * info.output_scanline];
    jpeg_read_scanlines(&info, &row, 1);
  }
  jpeg_finish_decompress(&info);
  jpeg_destroy_decompress(&info);
  return out;
}

TEST(Jpeg, EqualsLibjpegDefaults) {
  Picture picture = noise(33, 18, 4);
  std::string bytes = encodeJpeg(33, 18, JCS_RGB, 3, picture.rgb);
  EXPECT_EQ(decoded(bytes), plainDecode(bytes));
}

TEST(Jpeg, RepeatsGrey) {
  Bytes rgb = decoded(encodeJpeg(1, 1, JCS_GRAYSCALE, 1, {100}));
  ASSERT_EQ(rgb.size(), 3u);
  EXPECT_NEAR(rgb[0], 100, 2);
  EXPECT_TRUE(rgb[0] == rgb[1] && rgb[1] == rgb[2]);
}

TEST(Jpeg, RefusesCmyk) {
  for (J_COLOR_SPACE space : {JCS_CMYK})
    EXPECT_EQ(refusal(encodeJpeg(2, 2, space, 4, Bytes(16, 50))),
              "x: cannot decode the JPEG picture: CMYK pictures are not "
              "supported, convert to RGB");
}

TEST(Jpeg, RefusesEveryTruncation) {
  std::string whole = encodeJpeg(20, 20, JCS_RGB, 3, noise(20, 20, 5).rgb);
  for (std::size_t size = 3; size < whole.size(); ++size)
    ASSERT_TRUE(refusal(whole.substr(0, size))
                    .starts_with("x: cannot decode the JPEG picture: "))
        << size;
  EXPECT_EQ(refusal(whole.substr(0, whole.size() / 2 + 200)),
            "x: cannot decode the JPEG picture: Premature end of JPEG file");
}

TEST(Jpeg, SurvivesDamage) {
  std::string whole = encodeJpeg(20, 20, JCS_RGB, 3, noise(20, 20, 5).rgb);
  SplitMix64 random(6);
  for (int i = 0; i < 3000; ++i) {
    std::string bytes = whole;
    for (int change = 0; change < 3; ++change)
      bytes[3 + random.below(bytes.size() - 3)] =
          static_cast<char>(random.next());
    // A changed size may claim up to the limit; keep the test small.
    auto picture = decodePicture(bytes, "x");
    if (picture) {
      EXPECT_EQ(picture->rgb.size(),
                3u * static_cast<unsigned>(picture->width * picture->height));
    } else {
      EXPECT_TRUE(picture.message().starts_with("x: "));
    }
  }
}

TEST(Jpeg, RefusesHugeClaims) {
  std::string bytes = encodeJpeg(8, 8, JCS_RGB, 3, noise(8, 8, 5).rgb);
  // Start of frame: marker, length, precision, then height and width.
  std::size_t frame = bytes.find("\xFF\xC0");
  ASSERT_NE(frame, std::string::npos);
  bytes.replace(frame + 5, 4, "\xFF\xDC\xFF\xDC");
  EXPECT_EQ(refusal(bytes),
            "x: cannot decode the JPEG picture: the picture is 65500x65500, "
            "sides from 1 to 32768 are wanted");
}

TEST(Picture, IsToldByContent) {
  TemporaryFolder folder;
  std::string path = folder.write(
      "wrong.jpg", encodePng(1, 1, {8, PNG_COLOR_TYPE_RGB}, {1, 2, 3}));
  EXPECT_EQ(readPicture(path)->rgb, (Bytes{1, 2, 3}));
  path = folder.write("text.png", "hello");
  EXPECT_EQ(readPicture(path).message(),
            path + ": not a picture: neither JPEG nor PNG");
  EXPECT_EQ(readPicture(folder.path("none.jpg")).message(),
            folder.path("none.jpg") +
                ": cannot read the file: No such file or directory");
}
