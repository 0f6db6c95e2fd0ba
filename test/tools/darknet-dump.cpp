// SPDX-License-Identifier: Apache-2.0
// Runs a network on Debian's libdarknet and writes every layer's output, as
// `qsim run --dump` does.
//
// usage: darknet-dump MODEL.cfg W.weights INPUT stretch|letterbox OUT_DIR
//   INPUT is a picture, decoded and resized by libdarknet, or a 1xCxHxW .npy.
#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Npy.h"

#include <darknet.h>

#include <cstdio>
#include <filesystem>

using namespace qsim;

static int refuse(const std::string &message) {
  std::fprintf(stderr, "darknet-dump: error: %s\n", message.c_str());
  return 1;
}

static Result<std::vector<float>> readInput(char *path, bool letterbox,
                                            network *net) {
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.error();
  if (looksLikeNpy(file->text())) {
    Result<NpyArray> array = readNpy(path);
    if (!array)
      return array.error();
    if (array->type != NpyType::Float32)
      return Error{std::string(path) + ": expected float32"};
    const float *values = array->values<float>();
    return std::vector<float>(values, values + array->count());
  }
  image decoded = load_image_color(path, 0, 0);
  image sized = letterbox ? letterbox_image(decoded, net->w, net->h)
                          : resize_image(decoded, net->w, net->h);
  std::vector<float> values(sized.data,
                            sized.data + sized.w * sized.h * sized.c);
  free_image(decoded);
  free_image(sized);
  return values;
}

int main(int argc, char **argv) {
  if (argc != 6) {
    std::fprintf(stderr, "usage: darknet-dump MODEL.cfg W.weights INPUT "
                         "stretch|letterbox OUT_DIR\n");
    return 2;
  }
  gpu_index = -1;
  network *net = load_network(argv[1], argv[2], 0);
  set_batch_network(net, 1);
  Result<std::vector<float>> input =
      readInput(argv[3], std::string(argv[4]) == "letterbox", net);
  if (!input)
    return refuse(input.error().message);
  if (input->size() != static_cast<std::size_t>(net->inputs))
    return refuse("the network reads " + std::to_string(net->inputs) +
                  " values, the input has " + std::to_string(input->size()));
  network_predict(net, input->data());

  const std::string directory = argv[5];
  std::error_code code;
  std::filesystem::create_directories(directory, code);
  for (int i = 0; i < net->n; ++i) {
    const layer &l = net->layers[i];
    // A head (yolo) leaves out_c and so on unset in some versions.
    const bool shaped =
        static_cast<long>(l.out_c) * l.out_h * l.out_w == l.outputs;
    const std::vector<std::int64_t> shape =
        shaped ? std::vector<std::int64_t>{l.out_c, l.out_h, l.out_w}
               : std::vector<std::int64_t>{l.outputs / (l.h * l.w), l.h, l.w};
    if (Result<void> done = writeNpy(
            directory + "/" + std::to_string(i) + ".npy", shape, l.output);
        !done)
      return refuse(done.error().message);
  }
  return 0;
}
