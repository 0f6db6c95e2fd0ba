// SPDX-License-Identifier: Apache-2.0
// qsim-scenes: writes labelled pictures of simple objects, the same pictures
// for the same seed.

#include "random.h"
#include "scene.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <png.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace fs = std::filesystem;

namespace {

// FNV-1a
template <typename Bytes>
void addToChecksum(std::uint64_t &checksum, const Bytes &bytes) {
  for (auto byte : bytes)
    checksum = (checksum ^ static_cast<std::uint8_t>(byte)) * 0x100000001b3u;
}

// A reader never sees half a file: it is written aside, then renamed.
template <typename Write> void replaceFile(const fs::path &path, Write write) {
  fs::path aside = path;
  aside += ".part";
  write(aside);
  std::error_code error;
  fs::rename(aside, path, error);
  if (error)
    throw std::runtime_error(path.string() + ": " + error.message());
}

void writeText(const fs::path &path, const std::string &text) {
  replaceFile(path, [&](const fs::path &aside) {
    std::ofstream file(aside, std::ios::binary);
    file << text;
    file.close();
    if (!file)
      throw std::runtime_error(aside.string() + ": cannot be written");
  });
}

void writePicture(const fs::path &path, const scenes::Scene &scene,
                  const std::vector<std::uint8_t> &pixels) {
  replaceFile(path, [&](const fs::path &aside) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(scene.pictureWidth());
    image.height = static_cast<png_uint_32>(scene.pictureHeight());
    image.format = PNG_FORMAT_RGB;
    if (!png_image_write_to_file(&image, aside.c_str(), 0, pixels.data(), 0,
                                 nullptr))
      throw std::runtime_error(aside.string() + ": " + image.message);
  });
}

struct Options {
  fs::path directory;
  std::string list;
  int count = 0;
  std::uint64_t seed = 0;
};

void generate(const Options &options) {
  std::error_code error;
  fs::create_directories(options.directory, error);
  if (error)
    throw std::runtime_error(options.directory.string() + ": " +
                             error.message());
  bool progress = isatty(STDERR_FILENO);
  std::uint64_t checksum = 0xcbf29ce484222325u;
  int objects = 0;
  std::string list;
  for (int n = 1; n <= options.count; ++n) {
    // A picture depends on the seed and its number only, not on the count.
    scenes::Random random(options.seed * 0x9e3779b97f4a7c15u ^
                          scenes::Random(static_cast<std::uint64_t>(n)).next());
    scenes::Scene scene(random);
    std::vector<std::uint8_t> pixels = scene.pixels();
    std::string labels = scene.labelText();
    std::string number = std::to_string(n);
    number.insert(0, 4 - std::min<std::size_t>(4, number.size()), '0');
    fs::path stem = options.directory / (options.list + "-" + number);
    writePicture(stem.string() + ".png", scene, pixels);
    writeText(stem.string() + ".txt", labels);
    list += stem.filename().string() + ".png\n";
    objects += scene.objectCount();
    addToChecksum(checksum, pixels);
    addToChecksum(checksum, labels);
    if (progress)
      std::cerr << "\r" << n << " of " << options.count << std::flush;
  }
  if (progress)
    std::cerr << "\n";
  writeText(options.directory / (options.list + ".txt"), list);
  std::printf("%s: %d pictures, %d objects, checksum %016llx\n",
              options.list.c_str(), options.count, objects,
              static_cast<unsigned long long>(checksum));
}

constexpr std::string_view kUsage =
    "usage: qsim-scenes --out DIR --count N --seed S --list NAME\n"
    "\n"
    "Writes N labelled pictures DIR/NAME-0001.png ..., their labels\n"
    "DIR/NAME-0001.txt ... in Darknet's form (class cx cy w h, relative) and\n"
    "the list DIR/NAME.txt, one picture a line. Classes: 0 disc, 1 ring,\n"
    "2 triangle, 3 square, 4 star, 5 cross. The same seed gives the same\n"
    "pictures; the line printed at the end holds a checksum of all pixels and\n"
    "labels.\n"
    "\n"
    "example: qsim-scenes --out /tmp/scenes --count 48 --seed 2 --list calib\n";

struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

template <typename Integer>
Integer parseNumber(const std::string &option, const std::string &text,
                    Integer low, Integer high) {
  Integer value{};
  auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < low ||
      value > high)
    throw UsageError(option + " is '" + text +
                     "'; wanted a whole number from " + std::to_string(low) +
                     " to " + std::to_string(high));
  return value;
}

std::optional<Options> parse(const std::vector<std::string> &arguments) {
  Options options;
  bool seeded = false;
  for (std::size_t n = 0; n < arguments.size(); n += 2) {
    const std::string &option = arguments[n];
    if (option == "--help" || option == "-h")
      return std::nullopt;
    if (option != "--out" && option != "--count" && option != "--seed" &&
        option != "--list")
      throw UsageError("unknown option '" + option + "'");
    if (n + 1 == arguments.size())
      throw UsageError(option + " wants a value");
    const std::string &value = arguments[n + 1];
    if (option == "--out")
      options.directory = value;
    else if (option == "--list")
      options.list = value;
    else if (option == "--count")
      options.count = parseNumber(option, value, 1, 100000);
    else
      options.seed = parseNumber(option, value, std::uint64_t{0}, UINT64_MAX),
      seeded = true;
  }
  if (options.directory.empty() || options.list.empty() || !options.count ||
      !seeded)
    throw UsageError("--out, --count, --seed and --list are all needed");
  if (options.list.find('/') != std::string::npos)
    throw UsageError("--list is '" + options.list +
                     "'; wanted a name without '/'");
  return options;
}

} // namespace

int main(int argc, char **argv) {
  try {
    std::optional<Options> options =
        parse(std::vector<std::string>(argv + 1, argv + argc));
    if (options)
      generate(*options);
    else
      std::cout << kUsage;
    return 0;
  } catch (const UsageError &error) {
    std::cerr << "qsim-scenes: " << error.what() << "\n" << kUsage;
    return 2;
  } catch (const std::exception &error) {
    std::cerr << "qsim-scenes: " << error.what() << "\n";
    return 1;
  }
}
