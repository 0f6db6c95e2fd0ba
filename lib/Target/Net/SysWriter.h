// SPDX-License-Identifier: Apache-2.0
// The .sys of what a network does not have to exist for.
#ifndef QSIM_TARGET_SYSWRITER_H
#define QSIM_TARGET_SYSWRITER_H

#include "QSim/IR/QSimAttrs.h"
#include "qsimrt/model.h"

#include <string>

namespace qsim {

/// `classes` are strings.
std::string writeSys(DatapathAttr datapath, const qsimrt_preprocess &preprocess,
                     llvm::ArrayRef<mlir::Attribute> classes);

} // namespace qsim

#endif // QSIM_TARGET_SYSWRITER_H
