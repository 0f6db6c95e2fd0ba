// SPDX-License-Identifier: Apache-2.0
// Debian's Darknet as a peer: FLOAT, one thread, heads included.
//
// usage: darknet-peer MODEL.cfg W.weights
#include "peer.h"

#include <darknet.h>

int main(int argc, char **argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: darknet-peer MODEL.cfg W.weights\n");
    return 2;
  }
  gpu_index = -1;
  network *net = nullptr;
  std::vector<float> picture;
  return qsim::peers::serve(
      [&] {
        net = load_network(argv[1], argv[2], 0);
        set_batch_network(net, 1);
        picture = qsim::peers::noise(static_cast<std::size_t>(net->inputs));
      },
      [&] { network_predict(net, picture.data()); });
}
