// SPDX-License-Identifier: Apache-2.0
// Test helper: a session of a loaded network that has run.
#ifndef QSIM_TEST_RUNTIMEFILES_FINISHED_H
#define QSIM_TEST_RUNTIMEFILES_FINISHED_H

#include "ContainerBuilder.h"

#include "qsimrt/qsimrt.h"

#include "gtest/gtest.h"

namespace qsim::test {

// A session that has run, with its memory.
class Finished {
public:
  Finished(const qsimrt_model &model, qsimrt_mode mode,
           const qsimrt_hooks *hooks = nullptr, qsimrt_parallel parallel = {},
           const qsimrt_mode *modes = nullptr,
           qsimrt_retention retention = QSIMRT_RETAIN_ALL,
           int32_t editable = 0) {
    qsimrt_plan plan = {};
    plan.mode = mode;
    plan.modes = modes;
    plan.retention = retention;
    plan.parallel = parallel;
    plan.editable = editable;
    const size_t size = qsimrt_session_size(&model, &plan);
    memory = AlignedBytes(std::string(size, '\xee'));
    qsimrt_error error = {};
    status = qsimrt_session_init(const_cast<char *>(memory.data()), size,
                                 &model, &plan, &session, &error);
    message = error.text;
    if (status != QSIMRT_OK)
      return;
    std::vector<float> picture(size_t(model.image.c) * model.image.h *
                               model.image.w);
    for (size_t i = 0; i < picture.size(); ++i)
      picture[i] = float(i * 37 % 256) / 255;
    qsimrt_set_input(session, picture.data(), picture.size(), nullptr);
    status = qsimrt_run(session, hooks, nullptr);
  }
  std::vector<float> read(int32_t layer) const {
    qsimrt_tensor tensor;
    EXPECT_EQ(qsimrt_output(session, layer, &tensor, nullptr), QSIMRT_OK);
    std::vector<float> out(size_t(tensor.shape.c) * tensor.shape.h *
                           tensor.shape.w);
    EXPECT_EQ(
        qsimrt_read_float(session, layer, out.data(), out.size(), nullptr),
        QSIMRT_OK);
    return out;
  }

  qsimrt_session *session = nullptr;
  qsimrt_status status;
  std::string message;

private:
  AlignedBytes memory;
};

} // namespace qsim::test

#endif // QSIM_TEST_RUNTIMEFILES_FINISHED_H
