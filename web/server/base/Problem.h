// SPDX-License-Identifier: Apache-2.0
// What goes wrong with a request: thrown where it is found, answered in one
// place.
#ifndef QSIM_WEB_SERVER_BASE_PROBLEM_H
#define QSIM_WEB_SERVER_BASE_PROBLEM_H

#include "Reason.h"

#include <stdexcept>
#include <string>
#include <utility>

namespace qsim::server {

/// Becomes an Error document of web/api/openapi.yaml.
class Problem : public std::runtime_error {
public:
  Problem(int status, std::string code, const Said &message)
      : std::runtime_error(message.text()), httpStatus(status),
        word(std::move(code)), sentence(message) {}
  int status() const { return httpStatus; }
  const std::string &code() const { return word; }
  const Said &said() const { return sentence; }
  /// Of Content-Range; empty where the answer has none.
  const std::string &range() const { return contentRange; }
  Problem &withRange(std::string range) {
    contentRange = std::move(range);
    return *this;
  }

private:
  int httpStatus;
  std::string word, contentRange;
  Said sentence;
};

inline Problem badRequest(const Said &message) {
  return {400, "bad_request", message};
}
inline Problem unauthorized() { return {401, "unauthorized", Reason::sign_in}; }
inline Problem forbidden(const Said &message) {
  return {403, "forbidden", message};
}
/// Also where it is another person's.
inline Problem notFound(Reason noSuch) { return {404, "not_found", noSuch}; }
inline Problem conflict(const Said &message) {
  return {409, "conflict", message};
}
inline Problem tooLarge(const Said &message) {
  return {413, "too_large", message};
}
inline Problem unsupportedType(const Said &message) {
  return {415, "unsupported_type", message};
}
inline Problem unprocessable(const Said &message) {
  return {422, "unprocessable", message};
}
inline Problem internalError(const Said &message) {
  return {500, "internal", message};
}
inline Problem unavailable(const Said &message) {
  return {503, "unavailable", message};
}
/// The engine of a simulation has ended or does not answer.
inline Problem engineFailed(const Said &message) {
  return {502, "engine_failed", message};
}

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_BASE_PROBLEM_H
