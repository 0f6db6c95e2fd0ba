// SPDX-License-Identifier: Apache-2.0
// Result<T>: a value or one error message. How functions of the lower floors
// fail.
#ifndef QSIM_SUPPORT_RESULT_H
#define QSIM_SUPPORT_RESULT_H

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace qsim {

/// One complete message for the user: the file (and line), the value seen and
/// the value wanted. No trailing newline, no "error:" in front.
struct Error {
  std::string message;
};

/// A value of type T, or the Error that prevented it. Returned, never thrown:
///
///   Result<Picture> picture = readPicture(path);
///   if (!picture)
///     return picture.error();
///   use(*picture);
template <typename T> class [[nodiscard]] Result {
public:
  Result(T value) : state(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state.index() == 0; }
  explicit operator bool() const { return ok(); }

  /// The value; only when ok().
  T &operator*() & {
    assert(ok());
    return *std::get_if<0>(&state);
  }
  const T &operator*() const & {
    assert(ok());
    return *std::get_if<0>(&state);
  }
  T &&operator*() && {
    assert(ok());
    return std::move(*std::get_if<0>(&state));
  }
  T *operator->() { return &**this; }
  const T *operator->() const { return &**this; }

  /// The error; only when !ok().
  const Error &error() const {
    assert(!ok());
    return *std::get_if<1>(&state);
  }
  /// The error's message, empty when ok().
  std::string message() const { return ok() ? std::string() : error().message; }

private:
  std::variant<T, Error> state;
};

/// Success, or the Error that prevented it.
template <> class [[nodiscard]] Result<void> {
public:
  Result() = default;
  Result(Error error) : failure(std::move(error)) {}

  bool ok() const { return !failure; }
  explicit operator bool() const { return ok(); }
  /// The error; only when !ok().
  const Error &error() const {
    assert(!ok());
    return *failure;
  }
  std::string message() const {
    return ok() ? std::string() : failure->message;
  }

private:
  std::optional<Error> failure;
};

} // namespace qsim

#endif // QSIM_SUPPORT_RESULT_H
