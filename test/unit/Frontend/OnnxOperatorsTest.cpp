// SPDX-License-Identifier: Apache-2.0
// The table of operators against the schemas of ONNX's own library, for every
// opset that it knows.
#include "Lowering.h"
#include "NodeCheck.h"
#include "OnnxSchemas.h"

#include "gtest/gtest.h"

using namespace qsim::onnximport;
using namespace qsim::test;

namespace {

/// Some value of the kind.
Attribute valueOf(SchemaKind kind) {
  switch (kind) {
  case SchemaKind::Integer:
    return Attribute(std::int64_t(1));
  case SchemaKind::Real:
    return Attribute(1.0f);
  case SchemaKind::Text:
    return Attribute(std::string("a word"));
  case SchemaKind::Integers:
    return Attribute(Dims{1});
  case SchemaKind::Reals:
    return Attribute(std::vector<float>{1});
  case SchemaKind::Other:
    break;
  }
  return Attribute(makeIntegers({}, {1}));
}

bool says(const std::vector<std::string> &reasons, const std::string &text) {
  for (const std::string &reason : reasons)
    if (reason.find(text) != std::string::npos)
      return true;
  return false;
}

class OnnxOperators : public testing::Test {
protected:
  /// Calls `visit(operator, opset)` for all that are imported.
  template <typename Visitor> void forAll(Visitor visit) {
    ASSERT_GE(newestOpset(), 17);
    ASSERT_GE(allOperators().size(), 90u);
    for (const Operator &op : allOperators())
      for (int opset = 1; opset <= newestOpset(); ++opset)
        visit(op, opset);
  }
};

TEST_F(OnnxOperators, CountsAreThoseOfTheSchemas) {
  forAll([](const Operator &op, int opset) {
    SCOPED_TRACE(op.name.str() + " of opset " + std::to_string(opset));
    const Signature *own = op.signatureIn(opset);
    const std::optional<Schema> schema = schemaOf(op.name.str(), opset);
    ASSERT_EQ(own != nullptr, schema.has_value());
    if (!own)
      return;
    // What exporters leave out: see the table.
    const bool lenient = op.name == "Resize" && (opset == 11 || opset == 12);
    EXPECT_EQ(own->leastInputs, lenient ? 1 : schema->leastInputs);
    EXPECT_EQ(own->mostInputs, schema->mostInputs);
    EXPECT_EQ(own->mostOutputs, schema->mostOutputs);
  });
}

TEST_F(OnnxOperators, NoAttributeOfASchemaIsOfTheWrongKindOrOpset) {
  int checked = 0;
  forAll([&](const Operator &op, int opset) {
    const std::optional<Schema> schema = schemaOf(op.name.str(), opset);
    if (!schema)
      return;
    for (const auto &[name, kind] : schema->attributes) {
      // Cast of opsets before 6 has words for types.
      if (op.name == "Cast" && opset < 6)
        continue;
      SCOPED_TRACE(op.name.str() + " of opset " + std::to_string(opset) + ", " +
                   name);
      Node node;
      node.op = op.name.str();
      node.attributes[name] = valueOf(kind);
      const std::vector<std::string> reasons = checkNode(node, opset, {});
      EXPECT_FALSE(says(reasons, name + " is of another kind"));
      EXPECT_FALSE(says(reasons, name + " is of opsets"));
      ++checked;
    }
  });
  EXPECT_GT(checked, 1000);
}

TEST_F(OnnxOperators, AnAttributeOfAnotherKindIsRefused) {
  Node node;
  node.op = "Softmax";
  node.inputs = {"x"};
  node.outputs = {"y"};
  EXPECT_TRUE(checkNode(node, 13, {}).empty());
  node.attributes["axis"] = valueOf(SchemaKind::Real);
  EXPECT_EQ(checkNode(node, 13, {}),
            std::vector<std::string>{
                "attribute axis is of another kind, wanted an integer"});
}

// What the library may not know yet.
TEST_F(OnnxOperators, OpsetsAfter17) {
  const auto inputs = [](const char *name, int opset) {
    const Signature *signature = findOperator(name)->signatureIn(opset);
    return signature ? std::pair(signature->leastInputs, signature->mostInputs)
                     : std::pair(-1, -1);
  };
  EXPECT_EQ(inputs("Mish", 17), std::pair(-1, -1));
  EXPECT_EQ(inputs("Mish", 18), std::pair(1, 1));
  EXPECT_EQ(inputs("Pad", 17), std::pair(2, 3));
  EXPECT_EQ(inputs("Pad", 18), std::pair(2, 4));
  EXPECT_EQ(inputs("ReduceMax", 17), std::pair(1, 1));
  EXPECT_EQ(inputs("ReduceMax", 18), std::pair(1, 2));
  EXPECT_EQ(inputs("Resize", 21), std::pair(1, 4));
}

} // namespace
