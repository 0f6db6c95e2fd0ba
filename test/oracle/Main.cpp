// SPDX-License-Identifier: Apache-2.0
// The command line of the oracle, and its reading and writing of files.
#include "Run.h"
#include "SelfTest.h"

#include <algorithm>
#include <bit>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

static_assert(std::endian::native == std::endian::little);

namespace oracle {
namespace {

namespace fs = std::filesystem;

std::string readFile(const fs::path &path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream)
    throw Error("cannot open " + path.string());
  return {std::istreambuf_iterator<char>(stream), {}};
}

// The one file with this extension; empty if there is none.
fs::path findOne(const fs::path &directory, const std::string &extension) {
  fs::path found;
  for (const fs::directory_entry &entry : fs::directory_iterator(directory)) {
    if (entry.path().extension() != extension)
      continue;
    if (!found.empty())
      throw Error("more than one " + extension + " in " + directory.string());
    found = entry.path();
  }
  return found;
}

fs::path needOne(const fs::path &directory, const std::string &extension) {
  fs::path found = findOne(directory, extension);
  if (found.empty())
    throw Error("no " + extension + " in " + directory.string());
  return found;
}

Tensor readPicture(const fs::path &path, const Shape &shape) {
  std::string bytes = readFile(path);
  if (bytes.size() < 10 || std::memcmp(bytes.data(), "\x93NUMPY\x01\x00", 8))
    throw Error(path.string() + ": not an npy file of version 1.0");
  size_t start = 10 + uint8_t(bytes[8]) + 256 * size_t(uint8_t(bytes[9]));
  if (start > bytes.size())
    throw Error(path.string() + ": the header is cut off");
  std::string header = bytes.substr(10, start - 10);
  header.erase(std::remove(header.begin(), header.end(), ' '), header.end());
  std::string wanted = "'shape':(1," + std::to_string(shape.c) + "," +
                       std::to_string(shape.h) + "," + std::to_string(shape.w) +
                       ")";
  for (const std::string &part : {std::string("'descr':'<f4'"),
                                  std::string("'fortran_order':False"), wanted})
    if (header.find(part) == std::string::npos)
      throw Error(path.string() + ": the header lacks " + part);
  Tensor picture;
  picture.shape = shape;
  picture.reals.resize(shape.elements());
  size_t size = picture.reals.size() * sizeof(float);
  if (bytes.size() != start + size)
    throw Error(path.string() + ": wrong size");
  std::memcpy(picture.reals.data(), bytes.data() + start, size);
  return picture;
}

template <typename To, typename From>
void writeNpy(const fs::path &path, const char *descr,
              const std::vector<int64_t> &dims,
              const std::vector<From> &values) {
  std::string header = std::string("{'descr': '") + descr +
                       "', 'fortran_order': False, 'shape': (";
  for (size_t k = 0; k < dims.size(); ++k)
    header += (k == 0 ? "" : ", ") + std::to_string(dims[k]);
  // One dimension alone needs a comma to be a tuple.
  header += dims.size() == 1 ? ",), }" : "), }";
  while ((10 + header.size() + 1) % 64 != 0)
    header += ' ';
  header += '\n';
  std::ofstream stream(path, std::ios::binary);
  stream.write("\x93NUMPY\x01\x00", 8);
  stream.put(static_cast<char>(header.size() % 256));
  stream.put(static_cast<char>(header.size() / 256));
  stream << header;
  std::vector<To> narrow(values.begin(), values.end());
  stream.write(reinterpret_cast<const char *>(narrow.data()),
               static_cast<std::streamsize>(narrow.size() * sizeof(To)));
  stream.close();
  if (!stream)
    throw Error("cannot write " + path.string());
}

void writeTensor(const fs::path &path, const Layer &layer,
                 const Tensor &tensor) {
  std::vector<int64_t> dims = {tensor.shape.c, tensor.shape.h, tensor.shape.w};
  if (!tensor.isInteger)
    writeNpy<float>(path, "<f4", dims, tensor.reals);
  else if (layer.quantization->width <= 8)
    writeNpy<int8_t>(path, "|i1", dims, tensor.integers);
  else
    writeNpy<int16_t>(path, "<i2", dims, tensor.integers);
}

// N65: those of the network's outputs that are a layer's (-1: the picture).
void writeOutputs(const fs::path &directory, const Network &network, int layer,
                  const Tensor &tensor) {
  std::vector<float> reals = tensor.reals;
  for (int32_t q : tensor.integers)
    reals.push_back(dequantize(q, *network.quantizationOf(layer)));
  for (size_t i = 0; i < network.outputs.size(); ++i)
    if (network.outputs[i].layer == layer)
      writeNpy<float>(directory / ("output-" + std::to_string(i) + ".npy"),
                      "<f4", network.outputs[i].dims, reals);
}

template <typename Parse>
auto parseFile(const fs::path &path, const std::string &text, Parse parse) {
  try {
    return parse(text);
  } catch (const Error &error) {
    throw Error(path.string() + ": " + error.what());
  }
}

// True if the .qweights, where there is one, agrees.
bool checkQWeights(const fs::path &directory, const Network &network,
                   const std::vector<Parameters> &parameters,
                   uint32_t binding) {
  fs::path path = findOne(directory, ".qweights");
  if (path.empty())
    return true;
  Container qweights;
  parseFile(path, readFile(path),
            [&](const std::string &bytes) { qweights.read(bytes, 2); });
  bool agrees = compare(network, parameters, qweights);
  if (qweights.binding != binding) {
    std::fprintf(stderr, "qsim-oracle: %s: it is bound to other files\n",
                 path.c_str());
    return false;
  }
  return agrees;
}

int simulate(const fs::path &directory, Mode mode, const fs::path &input,
             const fs::path &outDirectory) {
  fs::path netPath = needOne(directory, ".net");
  fs::path sysPath = needOne(directory, ".sys");
  fs::path fweightsPath = needOne(directory, ".fweights");
  std::string netText = readFile(netPath), sysText = readFile(sysPath);
  Network network = parseFile(netPath, netText, parseNetwork);
  System system = parseFile(sysPath, sysText, parseSystem);
  Container fweights;
  parseFile(fweightsPath, readFile(fweightsPath),
            [&](const std::string &bytes) { fweights.read(bytes, 1); });
  std::vector<Parameters> parameters = deriveAll(network, system, fweights);

  uint32_t crc = crc32(netText.data(), netText.size());
  crc = crc32(sysText.data(), sysText.size(), crc);
  crc = crc32(&fweights.headerCrc, 4, crc);
  bool agrees = checkQWeights(directory, network, parameters, crc);

  Tensor picture = readPicture(input, network.picture);
  fs::create_directories(outDirectory);
  writeOutputs(outDirectory, network, -1, picture);
  run(network, system, parameters, mode, picture,
      [&](const Layer &layer, const Tensor &tensor, const Counts &counts) {
        writeTensor(outDirectory / (std::to_string(layer.index) + ".npy"),
                    layer, tensor);
        writeOutputs(outDirectory, network, layer.index, tensor);
        if (tensor.isInteger)
          std::printf("layer %d %s: overflows %lld, saturated %lld\n",
                      layer.index, layer.name.c_str(),
                      static_cast<long long>(counts.overflows),
                      static_cast<long long>(counts.saturated));
      });
  return agrees ? 0 : 1;
}

int usage() {
  std::fprintf(stderr, "usage: qsim-oracle PACKAGE_DIR --mode "
                       "float|hybrid|int INPUT.npy OUT_DIR\n"
                       "       qsim-oracle --self-test\n");
  return 1;
}

int main(int count, char **arguments) {
  std::vector<std::string> words(arguments + 1, arguments + count);
  if (words == std::vector<std::string>{"--self-test"})
    return selfTest() ? 0 : 1;
  if (words.size() != 5 || words[1] != "--mode")
    return usage();
  Mode mode = Mode::Float;
  if (words[2] == "hybrid")
    mode = Mode::Hybrid;
  else if (words[2] == "int")
    mode = Mode::Int;
  else if (words[2] != "float")
    return usage();
  return simulate(words[0], mode, words[3], words[4]);
}

} // namespace
} // namespace oracle

int main(int count, char **arguments) {
  try {
    return oracle::main(count, arguments);
  } catch (const std::exception &error) {
    std::fprintf(stderr, "qsim-oracle: %s\n", error.what());
    return 1;
  }
}
