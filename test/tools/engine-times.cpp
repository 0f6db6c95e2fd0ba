// SPDX-License-Identifier: Apache-2.0
// How long qsim-engine lets a person wait: every step, map, statistic and error
// of a package and a picture.
#include "Frame.h"
#include "engine.pb.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace qsim::engine;

namespace {

/// One engine, and the time that its last answer took.
class Asker {
public:
  Asker(const char *program, const char *scratch) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
      std::exit(1);
    descriptor = ends[0];
    if (fork() == 0) {
      close(ends[0]);
      const std::string number = std::to_string(ends[1]);
      execl(program, program, "--fd", number.c_str(), "--read", "/", "--write",
            scratch, nullptr);
      _exit(127);
    }
    close(ends[1]);
  }
  Reply ask(const Request &request) {
    const auto begin = std::chrono::steady_clock::now();
    Reply reply;
    if (!writeFrame(descriptor, request))
      return reply;
    do {
      if (readFrame(descriptor, reply) != FrameStatus::Read)
        std::exit(1);
    } while (reply.has_moved());
    milliseconds = std::chrono::duration<double, std::milli>(
                       std::chrono::steady_clock::now() - begin)
                       .count();
    if (reply.has_failure())
      std::printf("failure: %s\n", reply.failure().message().c_str());
    return reply;
  }
  double milliseconds = 0;

private:
  int descriptor = -1;
};

/// Of one kind of question.
class Times {
public:
  explicit Times(const char *what) : what(what) {}
  ~Times() {
    if (all.empty())
      return;
    std::sort(all.begin(), all.end());
    std::printf("%-44s median %8.1f ms  largest %8.1f ms  (%zu)\n", what,
                all[all.size() / 2], all.back(), all.size());
  }
  void add(double milliseconds) { all.push_back(milliseconds); }

private:
  const char *what;
  std::vector<double> all;
};

Request looking(int layer, GetTensor::Source source, std::uint32_t size) {
  Request request;
  request.mutable_tensor()->set_layer(layer);
  request.mutable_tensor()->set_source(source);
  request.mutable_tensor()->mutable_map()->set_size(size);
  return request;
}

void timeSteps(Asker &asker, int layers) {
  Times beyond("a step, beyond the layer's own time"), whole("a step"),
      map("then a map of the new output");
  Request step, layer;
  step.mutable_move()->set_kind(Move::STEP);
  step.mutable_move()->set_count(1);
  for (int i = 0; i < layers; ++i) {
    asker.ask(step);
    const double took = asker.milliseconds;
    layer.mutable_layer()->set_layer(i);
    const double own = asker.ask(layer).layer().milliseconds();
    whole.add(took);
    beyond.add(took - own);
    asker.ask(looking(i, GetTensor::RUN, 128));
    map.add(asker.milliseconds);
  }
}

void timeErrors(Asker &asker) {
  Request errors;
  errors.mutable_errors();
  Times first("errors of all layers, FLOAT's run with them"),
      again("the same again"), own("with each layer's own noise"),
      ownAgain("the same again");
  asker.ask(errors);
  first.add(asker.milliseconds);
  asker.ask(errors);
  again.add(asker.milliseconds);
  errors.mutable_errors()->set_isolated(true);
  asker.ask(errors);
  own.add(asker.milliseconds);
  asker.ask(errors);
  ownAgain.add(asker.milliseconds);
}

void timeLooks(Asker &asker, int layers) {
  Times map("a map, 64 channels of at most 128 a side"),
      fine("a map of at most 512 a side"), expected("a map of FLOAT's"),
      difference("a map of the difference"), statistics("statistics"),
      weights("statistics of weights"), details("the tensors of a layer"),
      back("back to a layer");
  for (int i = 0; i < layers; ++i) {
    const auto time = [&](Times &times, const Request &request) {
      asker.ask(request);
      times.add(asker.milliseconds);
    };
    time(map, looking(i, GetTensor::RUN, 128));
    time(fine, looking(i, GetTensor::RUN, 512));
    time(expected, looking(i, GetTensor::FLOAT_RUN, 128));
    time(difference, looking(i, GetTensor::DIFFERENCE, 128));
    Request request;
    request.mutable_statistics()->set_layer(i);
    time(statistics, request);
    request.mutable_layer()->set_layer(i);
    const Reply reply = asker.ask(request);
    details.add(asker.milliseconds);
    for (const TensorDetails &tensor : reply.layer().tensors())
      if (tensor.name() == "weights") {
        request.mutable_statistics()->set_layer(i);
        request.mutable_statistics()->set_tensor("weights");
        time(weights, request);
      }
  }
  for (int i = layers - 1; i >= 0; i -= 8) {
    Request move;
    move.mutable_move()->set_kind(Move::TO);
    move.mutable_move()->set_layer(i);
    asker.ask(move);
    back.add(asker.milliseconds);
  }
}

} // namespace

int main(int argc, char **argv) {
  if (argc < 5) {
    std::fputs("usage: engine-times ENGINE PACKAGE PICTURE SCRATCH [MODE]\n",
               stderr);
    return 2;
  }
  Asker asker(argv[1], argv[4]);
  Request open;
  open.mutable_open()->set_package(argv[2]);
  open.mutable_open()->set_picture(argv[3]);
  open.mutable_open()->set_scratch(argv[4]);
  if (argc > 5)
    open.mutable_open()->set_mode(*argv[5] == 'f'   ? FLOAT
                                  : *argv[5] == 'h' ? HYBRID
                                                    : INT);
  const Reply opened = asker.ask(open);
  if (!opened.has_state())
    return 1;
  std::printf("%-44s %8.1f ms\n", "open", asker.milliseconds);
  const int layers = opened.state().layers();
  timeSteps(asker, layers);
  timeErrors(asker);
  Request answer;
  answer.mutable_answer();
  // Of a network that was not trained, few boxes are above this.
  answer.mutable_answer()->set_threshold(0.9f);
  asker.ask(answer);
  std::printf("%-44s %8.1f ms\n", "the answer", asker.milliseconds);
  timeLooks(asker, layers);
  Request quantize;
  Edit::Quantize &rule = *quantize.mutable_edit()->mutable_quantize();
  rule.add_layers(0);
  rule.mutable_weights()->set_width(7);
  const Reply compiled = asker.ask(quantize);
  std::printf("%-44s %8.1f ms, %zu bytes of bookmark\n", "quantized otherwise",
              asker.milliseconds, compiled.state().bookmark().size());
  return 0;
}
