// SPDX-License-Identifier: Apache-2.0
// Files of projects: uploads, lists, downloads.
#include "App.h"
#include "Documents.h"

#include "../base/Problem.h"
#include "../files/FileVault.h"
#include "../files/Kinds.h"

namespace qsim::server {
namespace {

class FileUpload : public Upload {
public:
  FileUpload(App &app, Owner owner, std::string project, std::string path)
      : app(app), owner(std::move(owner)), project(std::move(project)),
        path(std::move(path)), file(app.data, largestUpload) {}

  void take(std::string_view bytes) override {
    file.write(bytes);
    file.checkKind(path);
  }

  Response finish() override {
    // The project may have been deleted meanwhile.
    if (!app.store.projects.find(owner, project))
      throw notFound(Reason::no_such_project);
    std::optional<File> before;
    const File kept = file.keep(app.store, project, path, before);
    if (before)
      app.tellFile(owner, *before, true);
    app.tellFile(owner, kept);
    return jsonResponse(201, documentOf(kept));
  }

private:
  App &app;
  Owner owner;
  std::string project, path;
  IncomingFile file;
};

void checkUnused(App &app, const File &file) {
  if (app.store.experiments.compilesFrom(file.project, file.id))
    throw conflict({Reason::file_in_use, {{"path", file.path}}});
}

} // namespace

void addFileRoutes(Router &router, App &app) {
  router.add("GET", "/api/v1/projects/{project}/files", [&app](Call &call) {
    call.reader().finish();
    const Project project = app.project(call, call.id("project"));
    boost::json::array all;
    for (const File &file : app.store.files.list(call.user.id, project.id))
      all.push_back(documentOf(file));
    return jsonResponse(200, all);
  });

  router.addUpload(
      "PUT", "/api/v1/projects/{project}/files",
      [&app](Call &call) -> std::unique_ptr<Upload> {
        const Project project = app.project(call, call.id("project"));
        QueryReader query = call.reader();
        const std::string path = query.text("path", "", 4 * 240);
        query.finish();
        checkPath(path);
        if (call.request->length.value_or(0) > largestUpload)
          throw tooLarge({Reason::file_large,
                          {{"largest", std::to_string(largestUpload)}}});
        checkPlace(app.store, project.id, path);
        if (const std::optional<File> before =
                app.store.files.findPath(project.id, path))
          checkUnused(app, *before);
        return std::make_unique<FileUpload>(app, call.user.id, project.id,
                                            path);
      });

  router.add("GET", "/api/v1/files/{file}", [&app](Call &call) {
    call.reader().finish();
    return jsonResponse(200, documentOf(app.file(call, call.id("file"))));
  });

  router.add("DELETE", "/api/v1/files/{file}", [&app](Call &call) {
    const File file = app.file(call, call.id("file"));
    checkUnused(app, file);
    app.store.files.remove(call.user.id, file.id);
    app.store.projects.touch(file.project);
    std::error_code ignored;
    std::filesystem::remove(app.data.file(file.id), ignored);
    app.tellFile(call.user.id, file, true);
    return noContent();
  });

  router.add("GET", "/api/v1/files/{file}/content", [&app](Call &call) {
    call.reader().finish();
    const File file = app.file(call, call.id("file"));
    Response made = fileResponse(*call.request, app.data.file(file.id),
                                 file.path.substr(file.path.rfind('/') + 1),
                                 "application/octet-stream");
    // The bytes of an id never change.
    made.headers.push_back(
        {"Cache-Control", "private, max-age=31536000, immutable"});
    return made;
  });
}

} // namespace qsim::server
