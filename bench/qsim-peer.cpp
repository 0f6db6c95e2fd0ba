// SPDX-License-Identifier: Apache-2.0
// qsim's side of bench/peers: the runtime alone, as firmware would use it. (The
// command line tool has the compiler in it: 80 MiB before anything is loaded.)
//
//   qsim-peer PACKAGE float|hybrid|int THREADS
#include "peers/peer.h"

#include "qsim/Execution/Package.h"
#include "qsim/Execution/Session.h"
#include "qsim/Support/Numbers.h"
#include "qsim/Support/Random.h"

#include <cstring>

using namespace qsim;

namespace {

[[noreturn]] void refuse(const std::string &message) {
  std::fprintf(stderr, "qsim-peer: %s\n", message.c_str());
  std::exit(1);
}

std::vector<float> noisePicture(qsimrt_shape shape) {
  SplitMix64 random(1);
  std::vector<float> values(static_cast<std::size_t>(shape.c) * shape.h *
                            shape.w);
  for (float &value : values)
    value = static_cast<float>(random.next() >> 40) / 16777216.0f;
  return values;
}

} // namespace

int main(int argc, char **argv) {
  const auto threads = argc == 4 ? parseInteger(argv[3]) : std::nullopt;
  if (!threads || *threads < 1) {
    std::fprintf(stderr, "usage: qsim-peer PACKAGE float|hybrid|int THREADS\n");
    return 2;
  }
  SessionOptions options;
  options.mode = !std::strcmp(argv[2], "int")      ? QSIMRT_INT
                 : !std::strcmp(argv[2], "hybrid") ? QSIMRT_HYBRID
                                                   : QSIMRT_FLOAT;
  options.threads = static_cast<int>(*threads);
  options.kernels = fastestKernels();
  std::unique_ptr<Package> package;
  std::unique_ptr<Session> session;
  std::vector<float> picture;
  const auto load = [&] {
    Result<std::unique_ptr<Package>> opened =
        Package::openForMode(argv[1], options.mode);
    if (!opened)
      refuse(opened.error().message);
    package = std::move(*opened);
    Result<std::unique_ptr<Session>> made =
        Session::create(package->model(), options);
    if (!made)
      refuse(made.error().message);
    session = std::move(*made);
  };
  const auto run = [&] {
    if (picture.empty())
      picture = noisePicture(package->model().image);
    if (Result<void> done = session->run(picture); !done)
      refuse(done.error().message);
  };
  return peers::serve(load, run);
}
