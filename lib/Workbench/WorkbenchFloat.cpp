// SPDX-License-Identifier: Apache-2.0
// FLOAT on the same picture, and how far the run is from it.
#include "qsim/Workbench/Workbench.h"

#include <chrono>

namespace qsim {

// FLOAT throughout.
static qsimrt_retention floatRetention(const qsimrt_model &model,
                                       std::size_t budget) {
  qsimrt_plan plan = {};
  plan.retention = QSIMRT_RETAIN_ALL;
  return qsimrt_session_size(&model, &plan) <= budget ? QSIMRT_RETAIN_ALL
                                                      : QSIMRT_RETAIN_NONE;
}

static SessionOptions floatSession(const qsimrt_model &model,
                                   const WorkbenchOptions &options) {
  SessionOptions session;
  session.retention = floatRetention(model, options.floatBytes);
  session.threads = options.threads;
  return session;
}

bool Workbench::prepareFloat() {
  if (reference)
    return true;
  if (!packing.valid())
    packing = std::async(std::launch::async, [&model = opened->model(),
                                              session = floatSession(
                                                  opened->model(), options)] {
                return packParameters(model, session);
              }).share();
  return packing.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

Result<Session *> Workbench::floatRun(int layer) {
  if (!reference) {
    SessionOptions session = floatSession(opened->model(), options);
    if (packing.valid()) {
      if (const auto &packed = packing.get(); !packed)
        return packed.error();
      else
        session.packed = *packed;
      packing = {};
    }
    Result<std::unique_ptr<Session>> created =
        Session::create(opened->model(), session);
    if (!created)
      return created.error();
    // The picture as it is now: it may have been edited.
    Result<std::vector<float>> image = running->running().read(QSIMRT_IMAGE);
    if (!image)
      return image.error();
    if (Result<void> taken = (*created)->setInput(*image); !taken)
      return taken.error();
    reference = std::move(*created);
  }
  qsimrt_tensor kept = {};
  qsimrt_error error = {};
  if (reference->position() > layer &&
      qsimrt_output(reference->handle(), layer, &kept, nullptr) != QSIMRT_OK &&
      qsimrt_rewind(reference->handle(), 0, &error) != QSIMRT_OK)
    return Error{error.text};
  while (reference->position() <= layer)
    if (Result<void> stepped = reference->step(); !stepped)
      return stepped.error();
  return reference.get();
}

static void addCounters(const Session &session, int layer,
                        Difference &difference) {
  const qsimrt_counters counters =
      qsimrt_layer_counters(session.handle(), layer);
  difference.saturatedOutputs += counters.saturated_outputs;
  difference.accumulatorOverflows += counters.accumulator_overflows;
}

Result<Difference> Workbench::difference(int layer) {
  Result<std::vector<float>> got = running->running().read(layer);
  if (!got)
    return got.error();
  Result<Session *> run = floatRun(layer);
  if (!run)
    return run.error();
  Result<std::vector<float>> expected = (*run)->read(layer);
  if (!expected)
    return expected.error();
  Difference difference;
  difference.add(expected->data(), got->data(), got->size());
  addCounters(running->running(), layer, difference);
  return difference;
}

namespace {

/// The run's network and FLOAT's, each layer of which reads what FLOAT's run
/// has there.
struct OwnNoise {
  std::unique_ptr<Session> alone, rounded;

  Result<void> give(const Session &from, int layer, Session &to) const {
    Result<std::vector<float>> values = from.read(layer);
    if (!values)
      return values.error();
    qsimrt_error error = {};
    if (qsimrt_write_float(to.handle(), layer, values->data(), values->size(),
                           &error) != QSIMRT_OK)
      return Error{error.text};
    return {};
  }

  /// Both stand before the layer; `reference` has run it.
  Result<Difference> measure(const Session &reference,
                             const qsimrt_layer &layer) const {
    for (int k = 0; k < layer.input_count; ++k) {
      if (layer.inputs[k] < 0)
        continue; // the picture is the same everywhere
      if (Result<void> done = give(reference, layer.inputs[k], *alone); !done)
        return done.error();
      if (Result<void> done = give(*alone, layer.inputs[k], *rounded); !done)
        return done.error();
    }
    for (Session *session : {alone.get(), rounded.get()})
      if (Result<void> done = session->step(); !done)
        return done.error();
    Result<std::vector<float>> got = alone->read(layer.index);
    if (!got)
      return got.error();
    Result<std::vector<float>> expected = rounded->read(layer.index);
    if (!expected)
      return expected.error();
    Difference difference;
    difference.add(expected->data(), got->data(), got->size());
    addCounters(*alone, layer.index, difference);
    return difference;
  }
};

} // namespace

Result<std::vector<std::optional<Difference>>>
Workbench::ownNoise(const std::function<void()> &between) {
  const qsimrt_model &plain = opened->model();
  SessionOptions session;
  session.threads = options.threads;
  // Mixed kernels would be faster still, but take four times the memory.
  session.kernels.floats = QSIMRT_FLOAT_DIRECT;
  OwnNoise noise;
  Result<std::unique_ptr<Session>> rounded = Session::create(plain, session);
  if (!rounded)
    return rounded.error();
  noise.rounded = std::move(*rounded);
  session.editable = true;
  for (int i = 0; i < plain.layer_count; ++i)
    session.modes.push_back(qsimrt_layer_mode(running->running().handle(), i));
  Result<std::unique_ptr<Session>> alone = Session::create(plain, session);
  if (!alone)
    return alone.error();
  noise.alone = std::move(*alone);
  std::vector<bool> isOverwritten(static_cast<std::size_t>(plain.layer_count));
  for (const Edit &edit : running->edits()) {
    if (edit.layer == QSIMRT_IMAGE || edit.kind == Edit::Kind::Mode)
      continue;
    qsimrt_error error = {};
    if (isOfPicture(edit))
      isOverwritten[static_cast<std::size_t>(edit.layer)] = true;
    else if (qsimrt_override(noise.alone->handle(), edit.layer,
                             &model().layers[edit.layer], &error) != QSIMRT_OK)
      return Error{error.text};
  }
  Result<std::vector<float>> image = running->running().read(QSIMRT_IMAGE);
  if (!image)
    return image.error();
  for (Session *one : {noise.alone.get(), noise.rounded.get()})
    if (Result<void> taken = one->setInput(*image); !taken)
      return taken.error();
  std::vector<std::optional<Difference>> all;
  for (int i = 0; i < position(); ++i) {
    if (between)
      between();
    Result<Session *> run = floatRun(i);
    if (!run)
      return run.error();
    Result<Difference> own = noise.measure(**run, plain.layers[i]);
    if (!own)
      return own.error();
    all.push_back(isOverwritten[static_cast<std::size_t>(i)]
                      ? std::nullopt
                      : std::optional(*own));
  }
  return all;
}

} // namespace qsim
