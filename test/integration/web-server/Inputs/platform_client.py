# SPDX-License-Identifier: Apache-2.0
# Starts qsim-server on a free port of this machine and talks to it: HTTP, and as much of WebSockets as events need.
import base64
import http.client
import json
import os
import re
import resource
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

API = "/api/v1"


class Server:
    """A server with a data folder of its own; leaves nothing behind."""

    def __init__(self, program, *options, example=True):
        self.program = program
        self.folder = tempfile.mkdtemp(prefix="qsim-platform-")
        self.data = os.path.join(self.folder, "data")
        self.options = list(options) + ([] if example else ["--example", "/nonexistent"])
        self.cookie = None
        self.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if sys.exc_info()[0] is not None:
            with open(os.path.join(self.folder, "log"), encoding="utf-8") as log:
                sys.stderr.write(log.read()[-4000:])
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, port=0):
        with open(os.path.join(self.folder, "log"), "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [self.program, "--data", self.data, "--port", str(port), *self.options],
                stdout=subprocess.PIPE, stderr=log, text=True)
        self.url = re.match(r"qsim is at (http://\S+)$", self.process.stdout.readline().strip())[1]
        self.link = re.match(r"sign in: (\S+)$", self.process.stdout.readline().strip())[1]
        self.host, port = self.url[len("http://"):].rsplit(":", 1)
        self.port = int(port)

    def sign_in(self):
        status, headers, _ = self.call("POST", "/session", {"token": self.link.split("#")[1]})
        assert status == 200, status
        self.cookie = headers["Set-Cookie"].split(";")[0]

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def engines(self):
        """Processes of its engines."""
        found = []
        for name in os.listdir("/proc"):
            try:
                with open(f"/proc/{name}/stat", encoding="ascii") as stat:
                    text = stat.read()
            except (OSError, ValueError):
                continue
            program, rest = text[text.index("(") + 1:].rsplit(")", 1)
            state, parent = rest.split()[:2]
            if int(parent) == self.process.pid and program.startswith("qsim-engine") and state != "Z":
                found.append(int(name))
        return found

    def connect(self, timeout=60):
        return http.client.HTTPConnection(self.host, self.port, timeout=timeout)

    def call(self, method, path, body=None, headers=None, mark=True, signed_in=True, root=API):
        """Status, headers, and the body: parsed where it is JSON."""
        sent = {"Qsim-Request": "1"} if mark else {}
        if signed_in and self.cookie:
            sent["Cookie"] = self.cookie
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            sent["Content-Type"] = "application/json"
        elif isinstance(body, bytes):
            sent["Content-Type"] = "application/octet-stream"
        sent.update(headers or {})
        connection = self.connect()
        try:
            connection.request(method, root + path, body, sent)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if answer.headers.get_content_type() == "application/json" and content:
            content = json.loads(content)
        return answer.status, answer.headers, content

    def get(self, path):
        status, _, body = self.call("GET", path)
        assert status == 200, (path, status, body)
        return body

    def post(self, path, body=None, status=(200, 201)):
        got, _, answer = self.call("POST", path, body)
        assert got in status, (path, got, answer)
        return answer

    def upload(self, project, path, content):
        status, _, file = self.call("PUT", f"/projects/{project}/files?path={path}", content)
        assert status == 201, (status, file)
        return file

    def wait_for_jobs(self, project, seconds=280):
        """All jobs of the project, once none waits or runs."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            jobs = self.get(f"/projects/{project}/jobs")
            if jobs and all(job["state"] not in ("queued", "running") for job in jobs):
                return jobs
            time.sleep(0.05)
        raise AssertionError(f"jobs do not end: {jobs}")

    def example(self):
        """The example project with all its jobs done."""
        end = time.monotonic() + 280
        while time.monotonic() < end:
            projects = self.get("/projects")
            if projects and len(self.get(f"/projects/{projects[0]['id']}/jobs")) == 9:
                jobs = self.wait_for_jobs(projects[0]["id"])
                assert all(job["state"] == "done" for job in jobs), jobs
                return self.get("/projects")[0]
            time.sleep(0.05)
        raise AssertionError("there is no example")

    def memory(self):
        """Resident bytes: now, and the most there ever were."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            values = dict(line.split(":", 1) for line in status)
        return tuple(int(values[key].split()[0]) << 10 for key in ("VmRSS", "VmHWM"))


class Socket:
    """A WebSocket of a browser that reads."""

    def __init__(self, server, path=API + "/events", origin=None, cookie=True):
        self.stream = socket.create_connection((server.host, server.port), timeout=20)
        lines = [f"GET {path} HTTP/1.1", f"Host: {server.host}:{server.port}", "Upgrade: websocket",
                 "Connection: Upgrade", "Sec-WebSocket-Version: 13",
                 "Sec-WebSocket-Key: " + base64.b64encode(os.urandom(16)).decode()]
        if origin is None:
            origin = server.url
        if origin:
            lines.append("Origin: " + origin)
        if cookie and server.cookie:
            lines.append("Cookie: " + server.cookie)
        self.stream.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.file = self.stream.makefile("rb")
        self.status = int(self.file.readline().split()[1])
        while self.file.readline().strip():
            pass

    def message(self):
        """The next one as a document; None where the server closes."""
        while True:
            head = self.file.read(2)
            if len(head) < 2:
                return None
            length = head[1] & 127
            if length == 126:
                length = struct.unpack(">H", self.file.read(2))[0]
            elif length == 127:
                length = struct.unpack(">Q", self.file.read(8))[0]
            content = self.file.read(length)
            if head[0] & 15 == 1:
                return json.loads(content)
            if head[0] & 15 == 8:
                return None

    def send(self, content, opcode=1):
        mask = os.urandom(4)
        head = bytes([0x80 | opcode])
        if len(content) < 126:
            head += bytes([0x80 | len(content)])
        elif len(content) < 65536:
            head += bytes([0x80 | 126]) + struct.pack(">H", len(content))
        else:
            head += bytes([0x80 | 127]) + struct.pack(">Q", len(content))
        self.stream.sendall(head + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(content)))

    def close(self):
        self.file.close()
        self.stream.close()


def is_sanitized(program):
    """Then it keeps freed memory for a while."""
    with open(program, "rb") as file:
        return b"libasan.so" in file.read()


def raise_file_limit():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 4096), most))
