// SPDX-License-Identifier: Apache-2.0
// The qnet dialect: one op per record of a `.net` file, every decision taken.
#ifndef QNET_IR_QNETDIALECT_TD
#define QNET_IR_QNETDIALECT_TD

include "mlir/IR/OpBase.td"

def QNet_Dialect : Dialect {
  let name = "qnet";
  let cppNamespace = "::qsim::qnet";
  let summary = "The records of a `.net` file, the exit of the compiler";
  let description = [{
    A `qnet.network` holds what `.net` and `.sys` say and, where they are known, the float parameters that go
    to the `.fweights` (docs/spec). Records refer to each other by index, as the file does; there are no SSA values.
    Writing the files is a loop over the records: nothing is decided behind this dialect. A new kind of layer is
    one op in the file of its family, one function in `NetWriter.cpp` and one in `RecordReader.cpp` of lib/Target/Net.
  }];
  let useDefaultAttributePrinterParser = 1;
  let dependentDialects = ["::qsim::QSimDialect"];
}

#endif // QNET_IR_QNETDIALECT_TD
