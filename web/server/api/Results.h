// SPDX-License-Identifier: Apache-2.0
// What an experiment learns from the document that a job has printed.
#ifndef QSIM_WEB_SERVER_API_RESULTS_H
#define QSIM_WEB_SERVER_API_RESULTS_H

#include "../store/Records.h"

namespace qsim::server {

/// Scores of `qsim eval --json`; noise at the outputs of `qsim compare --json`,
/// where the graph says which layers these are. Throws a Problem where the text
/// is no such document.
void applyResult(Experiment &experiment, const Job &job,
                 const std::string &printed,
                 const std::optional<boost::json::object> &graph);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_API_RESULTS_H
