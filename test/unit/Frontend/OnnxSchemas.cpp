// SPDX-License-Identifier: Apache-2.0
// Asks libonnx.
#include "OnnxSchemas.h"

#include <onnx/defs/schema.h>

using ::onnx::AttributeProto;
using ::onnx::OpSchema;
using ::onnx::OpSchemaRegistry;

namespace qsim::test {

static SchemaKind kindOf(AttributeProto::AttributeType type) {
  switch (type) {
  case AttributeProto::INT:
    return SchemaKind::Integer;
  case AttributeProto::FLOAT:
    return SchemaKind::Real;
  case AttributeProto::STRING:
    return SchemaKind::Text;
  case AttributeProto::INTS:
    return SchemaKind::Integers;
  case AttributeProto::FLOATS:
    return SchemaKind::Reals;
  default:
    return SchemaKind::Other;
  }
}

int newestOpset() {
  const auto ranges =
      ::onnx::OpSchemaRegistry::DomainToVersionRange::Instance().Map();
  return ranges.at("").second;
}

std::optional<Schema> schemaOf(const std::string &name, int opset) {
  const OpSchema *found = OpSchemaRegistry::Schema(name, opset, "");
  if (!found)
    return std::nullopt;
  if (found->Deprecated())
    return Schema{0, 0, 0, {}};
  Schema schema{
      found->min_input(), found->max_input(), found->max_output(), {}};
  for (const auto &[attribute, description] : found->attributes())
    schema.attributes[attribute] = kindOf(description.type);
  return schema;
}

} // namespace qsim::test
