// SPDX-License-Identifier: Apache-2.0
// Steps the sessions of a comparison through one picture.
#include "LayerComparer.h"

#include <algorithm>

namespace qsim {
namespace {

std::size_t volume(qsimrt_shape shape) {
  return static_cast<std::size_t>(shape.c) * shape.h * shape.w;
}

Result<void> read(const Session &session, int layer,
                  std::vector<float> &values) {
  values.resize(
      volume(qsimrt_session_model(session.handle())->layers[layer].shape));
  qsimrt_error error = {};
  if (qsimrt_read_float(session.handle(), layer, values.data(), values.size(),
                        &error) != QSIMRT_OK)
    return Error{error.text};
  return {};
}

Result<void> write(const Session &session, int layer,
                   const std::vector<float> &values) {
  qsimrt_error error = {};
  if (qsimrt_write_float(session.handle(), layer, values.data(), values.size(),
                         &error) != QSIMRT_OK)
    return Error{error.text};
  return {};
}

Result<void> step(const Session &session) {
  qsimrt_error error = {};
  if (qsimrt_step(session.handle(), nullptr, &error) != QSIMRT_OK)
    return Error{error.text};
  return {};
}

void addCounters(const Session &session, int layer, Difference &difference) {
  const qsimrt_counters counters =
      qsimrt_layer_counters(session.handle(), layer);
  difference.saturatedOutputs += counters.saturated_outputs;
  difference.accumulatorOverflows += counters.accumulator_overflows;
}

} // namespace

Result<std::unique_ptr<LayerComparer>>
LayerComparer::create(const qsimrt_model &model,
                      const ComparisonOptions &options, int threads) {
  std::unique_ptr<LayerComparer> comparer(new LayerComparer(model, options));
  SessionOptions session;
  session.kernels = fastestKernels();
  session.threads = threads;
  const auto make = [&](qsimrt_mode mode, bool retainAll) {
    session.mode = mode;
    session.retention = retainAll ? QSIMRT_RETAIN_ALL : QSIMRT_RETAIN_NONE;
    return Session::create(model, session);
  };
  const struct {
    std::unique_ptr<Session> &session;
    qsimrt_mode mode;
    bool retainAll;
  } wanted[] = {{comparer->reference, QSIMRT_FLOAT, options.outputs},
                {comparer->whole, options.mode, false},
                {comparer->alone, options.mode, false},
                {comparer->rounded, QSIMRT_FLOAT, false}};
  for (const auto &entry : wanted) {
    Result<std::unique_ptr<Session>> made = make(entry.mode, entry.retainAll);
    if (!made)
      return made.error();
    entry.session = std::move(*made);
  }
  if (options.histograms)
    comparer->gathered.resize(model.layer_count);
  return comparer;
}

// What `alone` and `rounded` read for this layer; `reference` has run it.
Result<void> LayerComparer::giveInputs(int layer) {
  for (int k = 0; k < model.layers[layer].input_count; ++k) {
    const int from = model.layers[layer].inputs[k];
    if (from < 0)
      continue; // the picture is the same everywhere
    if (Result<void> done = read(*reference, from, forward); !done)
      return done;
    if (Result<void> done = write(*alone, from, forward); !done)
      return done;
    if (Result<void> done = read(*alone, from, forward); !done)
      return done;
    if (Result<void> done = write(*rounded, from, forward); !done)
      return done;
  }
  return {};
}

// `reference` and `whole` have run the layer.
Result<void> LayerComparer::compareLayer(LayerComparison &result) {
  const int layer = result.layer;
  result.mode = qsimrt_layer_mode(whole->handle(), layer);
  if (Result<void> done = giveInputs(layer); !done)
    return done;
  for (const Session *session : {alone.get(), rounded.get()})
    if (Result<void> done = step(*session); !done)
      return done;

  if (Result<void> done = read(*reference, layer, expected); !done)
    return done;
  if (options.histograms)
    gathered[layer].add(expected.data(), expected.size());
  if (Result<void> done = read(*whole, layer, got); !done)
    return done;
  result.accumulated.add(expected.data(), got.data(), got.size());
  addCounters(*whole, layer, result.accumulated);

  // Where the package keeps the layer in FLOAT, a network in which only this
  // layer is in the mode is FLOAT throughout.
  if (model.layers[layer].ceiling == QSIMRT_FLOAT) {
    result.isolated.add(expected.data(), expected.data(), expected.size());
    result.own = result.isolated;
    return {};
  }
  if (Result<void> done = read(*alone, layer, got); !done)
    return done;
  result.isolated.add(expected.data(), got.data(), got.size());
  addCounters(*alone, layer, result.isolated);
  if (Result<void> done = read(*rounded, layer, expected); !done)
    return done;
  result.own.add(expected.data(), got.data(), got.size());
  if (options.outputs && result.own.noise != 0) {
    for (std::size_t i = 0; i < got.size(); ++i)
      got[i] -= expected[i];
    errors[layer] = got;
  }
  return {};
}

// From the last layer to the first, so that what stands before the layer is
// still FLOAT's: everything behind it is computed again.
Result<void> LayerComparer::measureOutputs(std::vector<LayerComparison> &layers,
                                           Progress &progress) {
  const std::vector<int> outputs = outputLayers(model);
  std::vector<Values> clean(outputs.size());
  for (std::size_t i = 0; i < outputs.size(); ++i)
    if (Result<void> done = read(*reference, outputs[i], clean[i]); !done)
      return done;
  for (int layer = model.layer_count - 1; layer >= 0; --layer) {
    Difference &result = layers[layer].outputs.emplace();
    if (!errors[layer].empty()) {
      if (Result<void> done = read(*reference, layer, forward); !done)
        return done;
      for (std::size_t i = 0; i < forward.size(); ++i)
        forward[i] += errors[layer][i];
      if (Result<void> done = write(*reference, layer, forward); !done)
        return done;
      qsimrt_error error = {};
      if (qsimrt_rewind(reference->handle(), layer + 1, &error) != QSIMRT_OK ||
          qsimrt_run(reference->handle(), nullptr, &error) != QSIMRT_OK)
        return Error{error.text};
    }
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      if (errors[layer].empty())
        got = clean[i];
      else if (Result<void> done = read(*reference, outputs[i], got); !done)
        return done;
      result.add(clean[i].data(), got.data(), got.size());
    }
    progress.advance();
  }
  return {};
}

Result<PictureComparison> LayerComparer::compare(const std::string &path,
                                                 bool answer,
                                                 Progress &progress) {
  Result<Input> input = readInput(path, model);
  if (!input)
    return input.error();
  for (const Session *session :
       {reference.get(), whole.get(), alone.get(), rounded.get()}) {
    qsimrt_error error = {};
    if (qsimrt_set_input(session->handle(), input->chw.data(),
                         input->chw.size(), &error) != QSIMRT_OK)
      return Error{error.text};
  }
  errors.assign(options.outputs ? model.layer_count : 0, {});
  PictureComparison result;
  result.layers.resize(model.layer_count);
  for (int layer = 0; layer < model.layer_count; ++layer) {
    result.layers[layer].layer = layer;
    for (const Session *session : {reference.get(), whole.get()})
      if (Result<void> done = step(*session); !done)
        return done.error();
    if (Result<void> done = compareLayer(result.layers[layer]); !done)
      return done.error();
    progress.advance();
  }
  if (answer) {
    Result<Answer> expected = answerOf(*input, *reference, options.answers);
    if (!expected)
      return expected.error();
    Result<Answer> measured = answerOf(*input, *whole, options.answers);
    if (!measured)
      return measured.error();
    result.answered = {path, std::move(*expected), std::move(*measured)};
  }
  if (options.outputs)
    if (Result<void> done = measureOutputs(result.layers, progress); !done)
      return done.error();
  return result;
}

} // namespace qsim
