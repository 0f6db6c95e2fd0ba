// SPDX-License-Identifier: Apache-2.0
// What ONNX's own library says of its operators, without its headers.
#ifndef QSIM_TEST_UNIT_FRONTEND_ONNXSCHEMAS_H
#define QSIM_TEST_UNIT_FRONTEND_ONNXSCHEMAS_H

#include <map>
#include <optional>
#include <string>

namespace qsim::test {

enum class SchemaKind { Integer, Real, Text, Integers, Reals, Other };

struct Schema {
  int leastInputs, mostInputs, mostOutputs; // 0 outputs: the operator is gone
  std::map<std::string, SchemaKind> attributes;
};

/// Opsets that the library knows.
int newestOpset();

/// Nothing where there is no such operator in the opset.
std::optional<Schema> schemaOf(const std::string &name, int opset);

} // namespace qsim::test

#endif // QSIM_TEST_UNIT_FRONTEND_ONNXSCHEMAS_H
