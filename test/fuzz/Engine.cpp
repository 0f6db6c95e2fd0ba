// SPDX-License-Identifier: Apache-2.0
// Fuzz target: questions to an engine that stands on a small network.
#include "Engine.h"

#include "TinyModel.h"
#include "qsim/Support/AtomicFile.h"
#include "qsim/Support/Npy.h"
#include "qsim/Support/ScratchFolder.h"

#include <cstdlib>

using namespace qsim;
using namespace qsim::engine;

namespace {

/// The tiny network and a picture of it, as files.
struct Files {
  Files() {
    const test::TinyFiles &tiny = test::tinyFiles();
    const std::string base = folder.path + "/tiny";
    bool done = true;
    for (const auto &[ending, bytes] :
         {std::pair(".net", &tiny.net), std::pair(".sys", &tiny.sys),
          std::pair(".fweights", &tiny.fweights),
          std::pair(".qweights", &tiny.qweights)})
      done &= writeFileAtomically(base + ending, *bytes).ok();
    Result<std::unique_ptr<Package>> package = Package::open(folder.path);
    if (!done || !package)
      std::abort();
    const qsimrt_shape shape = (*package)->model().image;
    const std::vector<float> grey(
        static_cast<std::size_t>(shape.c) * shape.h * shape.w, 0.5f);
    picture = folder.path + "/grey.npy";
    if (!writeNpy(picture, NpyType::Float32, {1, shape.c, shape.h, shape.w},
                  grey.data()))
      std::abort();
  }
  ScratchFolder folder{"fuzz-engine"};
  std::string picture;
};

/// The next `length byte, bytes` of the input.
std::string take(const uint8_t *&data, size_t &size) {
  if (size == 0)
    return "";
  const size_t length = std::min<size_t>(data[0], size - 1);
  const std::string bytes(reinterpret_cast<const char *>(data + 1), length);
  data += length + 1;
  size -= length + 1;
  return bytes;
}

} // namespace

// A bookmark to begin with, then questions. None of them opens other files or
// writes any.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const Files files;
  int passes = 0;
  Engine engine([&](int) { return ++passes > 1000; });
  Request open;
  open.mutable_open()->set_package(files.folder.path);
  open.mutable_open()->set_picture(files.picture);
  open.mutable_open()->set_threads(1);
  open.mutable_open()->set_bookmark(take(data, size));
  if (engine.answer(open).has_failure()) {
    open.mutable_open()->clear_bookmark();
    if (engine.answer(open).has_failure())
      std::abort();
  }
  for (int i = 0; i < 32 && size > 0; ++i) {
    Request request;
    if (!request.ParseFromString(take(data, size)) || request.has_open() ||
        request.has_picture() || request.has_save())
      continue;
    const Reply reply = engine.answer(request);
    // A refusal says why, and every other answer is of its question.
    if (reply.id() != request.id() ||
        (reply.has_failure() && reply.failure().message().empty()) ||
        (!reply.has_failure() && request.ask_case() == Request::ASK_NOT_SET))
      std::abort();
  }
  return 0;
}
