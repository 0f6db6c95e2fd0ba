// SPDX-License-Identifier: Apache-2.0
// Lowers a float module to files in memory and runs them on the C runtime.
#include "qsim/Execution/ModuleExecutor.h"

#include "QNet/IR/QNetOps.h"
#include "qsim/Conversion/QSimToQNet.h"
#include "qsim/Execution/Input.h"
#include "qsim/Execution/Session.h"
#include "qsim/Support/Dataset.h"
#include "qsim/Support/ThreadPool.h"
#include "qsim/Target/Net.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/PassManager.h"

#include <algorithm>

namespace qsim {
namespace {

class ModuleExecutor : public Executor {
public:
  explicit ModuleExecutor(NetFiles files) : files(std::move(files)) {}

  Result<void> prepare(const std::string &images, unsigned threads);

  std::size_t sampleCount() const override { return samples.size(); }
  unsigned workerCount() const override { return sessions.size(); }
  Result<void> run(std::size_t sample, unsigned worker,
                   const Observer &observe) override;

private:
  NetFiles files; // the model points into it
  std::vector<std::string> samples;
  std::unique_ptr<Package> package;
  std::vector<std::unique_ptr<Session>> sessions; // one per worker
};

// What the hooks need to show a tensor.
struct Observation {
  const Executor::Observer *observe;
  const qsimrt_model *model;
};

qsimrt_verdict showOutput(void *context, qsimrt_session *session,
                          int32_t layer) {
  const auto &observation = *static_cast<const Observation *>(context);
  qsimrt_float_view view;
  if (qsimrt_view_float(session, layer, &view, nullptr) != QSIMRT_OK)
    return QSIMRT_STOP;
  const auto size = [](std::int64_t value) {
    return static_cast<std::size_t>(value);
  };
  (*observation.observe)(TensorRole::Output, layer,
                         {view.data, size(view.shape.c), size(view.shape.h),
                          size(view.shape.w), size(view.channel),
                          size(view.row), size(view.column)});
  return QSIMRT_CONTINUE;
}

// Of values in CHW.
TensorView planesOf(const float *values, qsimrt_shape shape) {
  return TensorView::planes(values, static_cast<std::size_t>(shape.c),
                            static_cast<std::size_t>(shape.h),
                            static_cast<std::size_t>(shape.w));
}

void showPreActivation(void *context, int32_t layer, const float *values,
                       std::size_t) {
  const auto &observation = *static_cast<const Observation *>(context);
  (*observation.observe)(
      TensorRole::PreActivation, layer,
      planesOf(values, observation.model->layers[layer].shape));
}

Result<void> ModuleExecutor::prepare(const std::string &images,
                                     unsigned threads) {
  qsimrt_files bytes = {};
  bytes.net = {"network.net", files.net.data(), files.net.size()};
  bytes.sys = {"network.sys", files.sys.data(), files.sys.size()};
  bytes.fweights = {"network.fweights", files.fweights.data(),
                    files.fweights.size()};
  Result<std::unique_ptr<Package>> loaded = Package::fromBytes(bytes);
  if (!loaded)
    return loaded.error();
  package = std::move(*loaded);
  Result<Dataset> dataset = readDataset(images, sampleDims(package->model()));
  if (!dataset)
    return dataset.error();
  samples = std::move(dataset->pictures);
  const std::size_t workers = std::min<std::size_t>(
      threadsOrAllCores(static_cast<int>(threads)), samples.size());
  SessionOptions options;
  options.kernels = fastestKernels();
  Result<std::vector<std::unique_ptr<Session>>> created =
      createSessions(package->model(), options, workers);
  if (!created)
    return created.error();
  sessions = std::move(*created);
  return {};
}

Result<void> ModuleExecutor::run(std::size_t sample, unsigned worker,
                                 const Observer &observe) {
  const qsimrt_model &model = package->model();
  Result<Input> input = readInput(samples[sample], model);
  if (!input)
    return input.error();
  observe(TensorRole::Output, QSIMRT_IMAGE,
          planesOf(input->chw.data(), model.image));
  Observation observation = {&observe, &model};
  qsimrt_hooks hooks = {};
  hooks.context = &observation;
  hooks.after = showOutput;
  hooks.pre_activation = showPreActivation;
  return sessions[worker]->run(input->chw, &hooks);
}

// The .net of a copy of the module; diagnostics go to the context's handler.
Result<NetFiles> lowerToFiles(mlir::ModuleOp module) {
  mlir::OwningOpRef<mlir::ModuleOp> copy = module.clone();
  mlir::PassManager passes(module.getContext());
  passes.addPass(createConvertQSimToQNetPass());
  if (mlir::failed(passes.run(*copy)))
    return Error{"the network cannot be lowered for calibration"};
  auto networks = copy->getOps<qnet::NetworkOp>();
  if (networks.empty())
    return Error{"expected one network in the module, found none"};
  return emitNetFiles(*networks.begin());
}

} // namespace

Result<std::unique_ptr<Executor>> makeModuleExecutor(mlir::ModuleOp module,
                                                     const std::string &images,
                                                     unsigned threads) {
  Result<NetFiles> files = lowerToFiles(module);
  if (!files)
    return files.error();
  auto executor = std::make_unique<ModuleExecutor>(std::move(*files));
  if (Result<void> done = executor->prepare(images, threads); !done)
    return done.error();
  return std::unique_ptr<Executor>(std::move(executor));
}

} // namespace qsim
