// SPDX-License-Identifier: Apache-2.0
// Runs a network on Debian's libdarknet and writes every layer's output, as
// `qsim run --dump` does.
//
// [cost] has no dump.
//
// usage: darknet-dump MODEL.cfg W.weights INPUT
//                     stretch|letterbox|center-crop OUT_DIR
//   INPUT is a picture, decoded and resized by libdarknet, or a 1xCxHxW .npy.
#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Npy.h"

#include <darknet.h>

#include <cstdio>
#include <filesystem>

using namespace qsim;

// Not in Darknet's header.
extern "C" image load_image_stb(char *path, int channels);

static int refuse(const std::string &message) {
  std::fprintf(stderr, "darknet-dump: error: %s\n", message.c_str());
  return 1;
}

static image resized(image decoded, const std::string &how, network *net) {
  if (how == "letterbox")
    return letterbox_image(decoded, net->w, net->h);
  if (how == "stretch")
    return resize_image(decoded, net->w, net->h);
  image scaled = resize_min(decoded, net->w);
  image cropped = crop_image(scaled, (scaled.w - net->w) / 2,
                             (scaled.h - net->h) / 2, net->w, net->h);
  if (scaled.data != decoded.data)
    free_image(scaled);
  return cropped;
}

static Result<std::vector<float>> readInput(char *path, const std::string &how,
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
  // Debian's Darknet reads through OpenCV, which yields a constant where one
  // channel is asked for; Darknet's own reader does not.
  image decoded =
      net->c == 1 ? load_image_stb(path, 1) : load_image_color(path, 0, 0);
  image sized = resized(decoded, how, net);
  std::vector<float> values(sized.data,
                            sized.data + sized.w * sized.h * sized.c);
  free_image(decoded);
  free_image(sized);
  return values;
}

static bool keepsShape(LAYER_TYPE type) {
  return type == DROPOUT || type == SOFTMAX || type == YOLO || type == REGION ||
         type == DETECTION;
}

int main(int argc, char **argv) {
  if (argc != 6) {
    std::fprintf(stderr, "usage: darknet-dump MODEL.cfg W.weights INPUT "
                         "stretch|letterbox|center-crop OUT_DIR\n");
    return 2;
  }
  const std::string how = argv[4];
  if (how != "letterbox" && how != "stretch" && how != "center-crop")
    return refuse("'" + how + "' is no way to resize");
  gpu_index = -1;
  network *net = load_network(argv[1], argv[2], 0);
  set_batch_network(net, 1);
  Result<std::vector<float>> input = readInput(argv[3], how, net);
  if (!input)
    return refuse(input.error().message);
  if (input->size() != static_cast<std::size_t>(net->inputs))
    return refuse("the network reads " + std::to_string(net->inputs) +
                  " values, the input has " + std::to_string(input->size()));
  network_predict(net, input->data());

  std::vector<std::int64_t> shape = {net->c, net->h, net->w};
  const std::string directory = argv[5];
  std::error_code code;
  std::filesystem::create_directories(directory, code);
  for (int i = 0; i < net->n; ++i) {
    const layer &l = net->layers[i];
    if (l.type == COST) // its output is not written at inference
      continue;
    // Heads leave out_c and so on unset: they have the shape of their input.
    if (!keepsShape(l.type))
      shape = {l.out_c, l.out_h, l.out_w};
    // A reorg with `extra` gives its outputs no shape, nor what follows them.
    if (shape[0] * shape[1] * shape[2] == 0)
      shape = {l.outputs, 1, 1};
    if (Result<void> done = writeNpy(
            directory + "/" + std::to_string(i) + ".npy", shape, l.output);
        !done)
      return refuse(done.error().message);
  }
  return 0;
}
