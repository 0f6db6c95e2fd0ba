// SPDX-License-Identifier: Apache-2.0
// What goes wrong with a request: thrown where it is found, answered in one
// place.
#ifndef QSIM_WEB_SERVER_BASE_PROBLEM_H
#define QSIM_WEB_SERVER_BASE_PROBLEM_H

#include <stdexcept>
#include <string>
#include <utility>

namespace qsim::server {

/// Becomes an Error document of web/api/openapi.yaml.
class Problem : public std::runtime_error {
public:
  Problem(int status, std::string code, const std::string &message)
      : std::runtime_error(message), httpStatus(status), word(std::move(code)) {
  }
  int status() const { return httpStatus; }
  const std::string &code() const { return word; }

private:
  int httpStatus;
  std::string word;
};

inline Problem badRequest(const std::string &message) {
  return {400, "bad_request", message};
}
inline Problem unauthorized() {
  return {401, "unauthorized",
          "Sign in with the link that qsim serve has printed."};
}
inline Problem forbidden(const std::string &message) {
  return {403, "forbidden", message};
}
/// Also where it is another person's.
inline Problem notFound(const std::string &what) {
  return {404, "not_found", "There is no such " + what + "."};
}
inline Problem conflict(const std::string &message) {
  return {409, "conflict", message};
}
inline Problem tooLarge(const std::string &message) {
  return {413, "too_large", message};
}
inline Problem unsupportedType(const std::string &message) {
  return {415, "unsupported_type", message};
}
inline Problem unprocessable(const std::string &message) {
  return {422, "unprocessable", message};
}
inline Problem internalError(const std::string &message) {
  return {500, "internal", message};
}
inline Problem unavailable(const std::string &message) {
  return {503, "unavailable", message};
}
/// The engine of a simulation has ended or does not answer.
inline Problem engineFailed(const std::string &message) {
  return {502, "engine_failed", message};
}

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_BASE_PROBLEM_H
