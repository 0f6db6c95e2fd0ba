// SPDX-License-Identifier: Apache-2.0
// Values of tensors, from the engine to the connection.
#include "TensorBody.h"

#include "../http/Range.h"

#include <charconv>

namespace qsim::server {
namespace {

/// Of one question to the engine.
constexpr std::uint64_t partBytes = 8 << 20;

std::string shortest(double number) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, number);
  return {text, end.ptr};
}

std::vector<Header> headersOf(const engine::Tensor &tensor) {
  std::string shape;
  for (const std::int64_t extent : tensor.shape())
    shape += (shape.empty() ? "" : ",") + std::to_string(extent);
  return {
      {"Content-Type", "application/octet-stream"},
      {"Tensor-Shape", shape},
      {"Tensor-Dtype", tensor.dtype()},
      {"Tensor-Range", shortest(tensor.min()) + "," + shortest(tensor.max())},
      {"Tensor-Step", std::to_string(tensor.step())}};
}

engine::Request requestOf(engine::GetTensor ask, std::uint64_t offset,
                          std::uint64_t bytes) {
  ask.set_offset(offset);
  ask.set_bytes(bytes);
  engine::Request request;
  *request.mutable_tensor() = std::move(ask);
  return request;
}

class TensorParts : public BodySource {
public:
  TensorParts(Supervisor &supervisor, std::shared_ptr<Call> call,
              engine::GetTensor ask, Range part, std::uint64_t revision)
      : supervisor(supervisor), call(std::move(call)), ask(std::move(ask)),
        part(part), revision(revision) {}

  /// The bytes that came with the first question.
  void begin(std::string bytes) { first = std::move(bytes); }

  void read(std::function<void(Part)> done) override {
    if (!first.empty()) {
      advance(first.size());
      return done(std::exchange(first, {}));
    }
    const std::string &id = call->id("simulation");
    if (supervisor.revision(id) != revision)
      return done(std::nullopt);
    const std::uint64_t wanted = std::min(part.length, partBytes);
    try {
      supervisor.ask(
          call->user.id, id, requestOf(ask, part.first, wanted),
          Supervisor::Kind::Look, [this, done](Supervisor::Told told) {
            engine::Reply *reply = std::get_if<engine::Reply>(&told);
            if (!reply ||
                supervisor.revision(call->id("simulation")) != revision)
              return done(std::nullopt);
            std::string bytes =
                std::move(*reply->mutable_tensor()->mutable_data());
            advance(bytes.size());
            done(std::move(bytes));
          });
    } catch (const Problem &) {
      done(std::nullopt);
    }
  }

private:
  void advance(std::uint64_t bytes) {
    part.first += bytes;
    part.length -= std::min(part.length, bytes);
  }

  Supervisor &supervisor;
  std::shared_ptr<Call> call;
  engine::GetTensor ask;
  Range part;
  std::uint64_t revision;
  std::string first;
};

} // namespace

void sendValues(Supervisor &supervisor, std::shared_ptr<Call> call,
                engine::GetTensor ask, Respond respond) {
  const std::string &id = call->id("simulation");
  // How long it is tells only the engine: without a Range the first question
  // brings the beginning, too.
  const bool ranged = !call->request->header("Range").empty();
  const std::uint64_t wanted = ranged ? 1 : partBytes;
  supervisor.ask(
      call->user.id, id, requestOf(ask, 0, wanted), Supervisor::Kind::Look,
      [&supervisor, call, ask, ranged,
       respond = std::move(respond)](Supervisor::Told told) {
        try {
          if (const Problem *problem = std::get_if<Problem>(&told))
            throw *problem;
          engine::Tensor &tensor =
              *std::get<engine::Reply>(told).mutable_tensor();
          const std::uint64_t total = tensor.total_bytes();
          const std::optional<Range> range = rangeOf(*call->request, total);
          const Range part = range.value_or(Range{0, total});
          Response made;
          made.headers = headersOf(tensor);
          setRange(made, range, total);
          auto body = std::make_unique<TensorParts>(
              supervisor, call, ask, part,
              supervisor.revision(call->id("simulation")));
          if (!ranged)
            body->begin(std::move(*tensor.mutable_data()));
          made.sourceLength = part.length;
          made.source = std::move(body);
          respond(std::move(made));
        } catch (const std::exception &) {
          respond(currentProblem(call->request->id));
        }
      });
}

void sendMap(Supervisor &supervisor, std::shared_ptr<Call> call,
             engine::GetTensor ask, Respond respond) {
  engine::Request request;
  *request.mutable_tensor() = std::move(ask);
  supervisor.ask(call->user.id, call->id("simulation"), std::move(request),
                 Supervisor::Kind::Look,
                 [call, respond = std::move(respond)](Supervisor::Told told) {
                   if (const Problem *problem = std::get_if<Problem>(&told))
                     return respond(
                         problemResponse(call->request->id, *problem));
                   engine::Tensor &tensor =
                       *std::get<engine::Reply>(told).mutable_tensor();
                   Response made;
                   made.headers = headersOf(tensor);
                   made.bytes = std::make_shared<const std::string>(
                       std::move(*tensor.mutable_data()));
                   respond(std::move(made));
                 });
}

} // namespace qsim::server
