// SPDX-License-Identifier: Apache-2.0
// Compares two folders of layer dumps value by value.
//
// usage: compare-dumps EXPECTED_DIR DIR [--all] [--tolerance LAYER=RELATIVE]...
//   Every LAYER.npy of EXPECTED_DIR must be in DIR with the same type, shape
//   and values. Under --tolerance a layer may differ by RELATIVE times the
//   largest expected magnitude. Prints one line a layer that differs (with
//   --all one for every layer) and a last line with totals; exits 1 when
//   anything differs.
#include "qsim/Support/Npy.h"
#include "qsim/Support/Numbers.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <limits>
#include <map>

using namespace qsim;
namespace fs = std::filesystem;

static int refuse(const std::string &message) {
  std::fprintf(stderr, "compare-dumps: error: %s\n", message.c_str());
  return 1;
}

static double valueAt(const NpyArray &array, std::size_t i) {
  switch (array.type) {
  case NpyType::Float32:
    return array.values<float>()[i];
  case NpyType::Int8:
    return array.values<std::int8_t>()[i];
  case NpyType::Int16:
    return array.values<std::int16_t>()[i];
  case NpyType::Int32:
    return array.values<std::int32_t>()[i];
  case NpyType::Int64:
    return static_cast<double>(array.values<std::int64_t>()[i]);
  }
  return 0;
}

struct Difference {
  std::size_t count = 0, first = 0;
  double largest = 0, magnitude = 0;
};

// Values are equal when their bytes are, or when both are zero (-0 and +0).
static Difference compare(const NpyArray &expected, const NpyArray &got,
                          double tolerance) {
  Difference result;
  for (std::size_t i = 0; i < expected.count(); ++i)
    result.magnitude =
        std::max(result.magnitude, std::abs(valueAt(expected, i)));
  const std::size_t size = npyTypeSize(expected.type);
  for (std::size_t i = 0; i < expected.count(); ++i) {
    if (std::memcmp(&expected.bytes[i * size], &got.bytes[i * size], size) == 0)
      continue;
    const double difference = std::abs(valueAt(expected, i) - valueAt(got, i));
    if (difference <= tolerance * result.magnitude)
      continue;
    if (result.count++ == 0)
      result.first = i;
    // NaN on one side is as far off as a value can be.
    result.largest = std::isnan(difference)
                         ? std::numeric_limits<double>::infinity()
                         : std::max(result.largest, difference);
  }
  return result;
}

int main(int argc, char **argv) {
  std::map<std::string, double> tolerances;
  const bool all = argc > 3 && std::string(argv[3]) == "--all";
  for (int i = all ? 4 : 3; i < argc; i += 2) {
    const std::string text = i + 1 < argc ? argv[i + 1] : "";
    const std::size_t equals = text.find('=');
    if (std::string(argv[i]) != "--tolerance" || equals == std::string::npos) {
      argc = 0;
      break;
    }
    tolerances[text.substr(0, equals)] =
        parseDouble(text.substr(equals + 1)).value_or(0);
  }
  if (argc < 3) {
    std::fprintf(stderr, "usage: compare-dumps EXPECTED_DIR DIR "
                         "[--all] [--tolerance LAYER=RELATIVE]...\n");
    return 2;
  }
  std::vector<int> layers;
  std::error_code code;
  for (const fs::directory_entry &entry : fs::directory_iterator(argv[1], code))
    if (entry.path().extension() == ".npy")
      if (auto layer = parseInteger(entry.path().stem().string()))
        layers.push_back(static_cast<int>(*layer));
  if (layers.empty())
    return refuse(std::string(argv[1]) + ": no layer dumps");
  std::sort(layers.begin(), layers.end());

  std::size_t values = 0, differing = 0;
  for (int layer : layers) {
    const std::string name = std::to_string(layer);
    Result<NpyArray> expected =
        readNpy(std::string(argv[1]) + "/" + name + ".npy");
    Result<NpyArray> got = readNpy(std::string(argv[2]) + "/" + name + ".npy");
    if (!expected)
      return refuse(expected.error().message);
    if (!got)
      return refuse(got.error().message);
    if (expected->type != got->type || expected->shape != got->shape)
      return refuse("layer " + name + ": types or shapes differ");
    const auto tolerance = tolerances.find(name);
    const Difference difference = compare(
        *expected, *got, tolerance == tolerances.end() ? 0 : tolerance->second);
    values += expected->count();
    differing += difference.count;
    if (difference.count || all)
      std::printf("layer %s: %zu of %zu values differ, by up to %g (largest "
                  "magnitude %g), first at %zu: expected %.9g, got %.9g\n",
                  name.c_str(), difference.count, expected->count(),
                  difference.largest, difference.magnitude, difference.first,
                  valueAt(*expected, difference.first),
                  valueAt(*got, difference.first));
  }
  std::printf("%zu layers, %zu values, %zu differing\n", layers.size(), values,
              differing);
  return differing ? 1 : 0;
}
