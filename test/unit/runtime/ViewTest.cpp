// SPDX-License-Identifier: Apache-2.0
// Outputs of float32 looked at where they lie, in whichever order.
#include "Network.h"
#include "Packed.h"
#include "RandomNetwork.h"

#include <cstring>

namespace qsim::test {
namespace {

// In CHW; `moved` counts tensors that lie in another order.
std::vector<float> gathered(const qsimrt_float_view &view, int &moved) {
  std::vector<float> values;
  for (int c = 0; c < view.shape.c; ++c)
    for (int y = 0; y < view.shape.h; ++y)
      for (int x = 0; x < view.shape.w; ++x)
        values.push_back(
            view.data[c * view.channel + y * view.row + x * view.column]);
  moved += view.column != 1;
  return values;
}

// Every layer and the picture, from the hook of the layer that has just run.
struct Watch {
  int moved = 0, refused = 0;
};

void expectSameAsRead(qsimrt_session *session, int layer, Watch &watch) {
  qsimrt_float_view view = {};
  qsimrt_error error = {};
  const qsimrt_status status = qsimrt_view_float(session, layer, &view, &error);
  if (layer >= 0 && qsimrt_layer_mode(session, layer) == QSIMRT_INT) {
    EXPECT_EQ(status, QSIMRT_UNSUPPORTED);
    EXPECT_NE(std::strstr(error.text, "wanted FLOAT or HYBRID"), nullptr);
    ++watch.refused;
    return;
  }
  ASSERT_EQ(status, QSIMRT_OK) << error.text;
  const std::vector<float> got = gathered(view, watch.moved);
  std::vector<float> wanted(got.size());
  ASSERT_EQ(
      qsimrt_read_float(session, layer, wanted.data(), wanted.size(), nullptr),
      QSIMRT_OK);
  EXPECT_EQ(std::memcmp(got.data(), wanted.data(), got.size() * sizeof(float)),
            0)
      << "layer " << layer;
}

qsimrt_verdict look(void *context, qsimrt_session *session, int32_t layer) {
  expectSameAsRead(session, layer, *static_cast<Watch *>(context));
  return QSIMRT_CONTINUE;
}

TEST(View, ShowsWhatReadCopies) {
  Watch watch;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const RandomNetwork network(seed);
    const Packed packed(network.model, qsimrt_best_isa(),
                        QSIMRT_PACK_INTEGERS | QSIMRT_PACK_FLOATS);
    for (qsimrt_mode mode : {QSIMRT_FLOAT, QSIMRT_HYBRID, QSIMRT_INT}) {
      qsimrt_plan plan = planOf(mode, QSIMRT_RETAIN_NONE);
      plan.packed = packed.packed;
      plan.float_kernels = QSIMRT_FLOAT_DIRECT;
      Session session(network.model, plan);
      session.input(network.picture());
      expectSameAsRead(session, QSIMRT_IMAGE, watch);
      qsimrt_hooks hooks = {};
      hooks.context = &watch;
      hooks.after = look;
      EXPECT_EQ(qsimrt_run(session, &hooks, nullptr), QSIMRT_OK);
    }
  }
  EXPECT_GT(watch.moved, 50);
  EXPECT_GT(watch.refused, 50);
}

TEST(View, RefusesWhatIsNotThere) {
  const RandomNetwork network(1);
  Session session(network.model, planOf(QSIMRT_FLOAT));
  qsimrt_float_view view = {};
  EXPECT_EQ(qsimrt_view_float(session, QSIMRT_IMAGE, &view, nullptr),
            QSIMRT_BAD_ARGUMENT);
  session.input(network.picture());
  EXPECT_EQ(qsimrt_view_float(session, 0, &view, nullptr), QSIMRT_BAD_ARGUMENT);
  EXPECT_EQ(
      qsimrt_view_float(session, network.model.layer_count, &view, nullptr),
      QSIMRT_BAD_ARGUMENT);
}

} // namespace
} // namespace qsim::test
