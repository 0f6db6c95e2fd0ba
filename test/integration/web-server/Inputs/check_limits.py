# SPDX-License-Identifier: Apache-2.0
# Hostile and heavy clients: half-open requests, wrong sign-in links, requests that two servers would read differently, large uploads, WebSockets of other pages.
# usage: check_limits.py QSIM_SERVER [MIB_OF_THE_UPLOAD]
import http.client
import json
import re
import socket
import sys
import time

from platform_client import API, Server, Socket, is_sanitized, raise_file_limit

HALF_OPEN = 300


def raw(server, text, timeout=20):
    """All that the server says to these bytes."""
    with socket.create_connection((server.host, server.port), timeout=timeout) as connection:
        connection.sendall(text)
        connection.shutdown(socket.SHUT_WR)
        said = b""
        while part := connection.recv(65536):
            said += part
        return said


def half_open(server):
    """Requests that never end keep nobody else waiting."""
    held = []
    for i in range(HALF_OPEN):
        connection = socket.create_connection((server.host, server.port))
        connection.sendall(b"GET /api/v1/projects HTTP/1.1\r\nHost: x\r\nX-Slow: " + b"x" * (i % 50))
        held.append(connection)
    begun = time.monotonic()
    assert server.call("GET", "/projects")[0] == 200
    seconds = time.monotonic() - begun
    for connection in held:
        connection.close()
    assert seconds < 5, seconds # half of what a request may take to come
    print(f"with {HALF_OPEN} half-open requests another is served in {seconds * 1000:.0f} ms")


def malformed(server):
    host = b"Host: x\r\n"
    for request in (b"GET / HTTP/1.1\r\n" + host + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                    b"GET / HTTP/1.1\r\n" + host + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                    b"GET / HTTP/1.1\r\n" + host + b"Content-Length: -1\r\n\r\n",
                    b"GET / HTTP/1.1\r\n" + host + b"Content-Length : 0\r\n\r\n",
                    b"GET / HTTP/1.1\r\n" + host + b"X: a\r\n\tfolded\x00\r\n\r\n",
                    b"GET /\x01 HTTP/1.1\r\n" + host + b"\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\x01"):
        said = raw(server, request)
        assert said == b"" or said.startswith(b"HTTP/1.1 400"), (request, said[:200])
        assert said.count(b"HTTP/1.1 ") <= 1, (request, said)
    said = raw(server, b"GET / HTTP/1.1\r\n" + host + b"X: " + b"x" * 20000 + b"\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 431"), said[:100]
    # Two requests in one packet are two requests.
    said = raw(server, (b"GET /healthz HTTP/1.1\r\n" + host + b"\r\n") * 2)
    assert said.count(b"HTTP/1.1 200") == 2, said
    # Without a body's length an upload has none.
    said = raw(server, f"PUT {API}/projects/aaaaaaaaaaaaaaaa/files?path=a.png HTTP/1.1\r\nHost: x\r\nQsim-Request: 1\r\n"
                       f"Content-Type: application/octet-stream\r\nCookie: {server.cookie}\r\n\r\n".encode())
    assert said.startswith(b"HTTP/1.1 411"), said[:100]


def large_upload(server, mebibytes):
    project = server.post("/projects", {"name": "large"})["id"]
    size = mebibytes << 20
    begun = time.monotonic()
    connection = server.connect(timeout=120)
    connection.putrequest("PUT", f"{API}/projects/{project}/files?path=large.weights")
    for name, value in (("Cookie", server.cookie), ("Qsim-Request", "1"), ("Content-Type", "application/octet-stream"),
                        ("Content-Length", str(size))):
        connection.putheader(name, value)
    connection.endheaders()
    piece = bytes([0, 0, 0, 0, 2, 0, 0, 0]) + bytes((1 << 20) - 8)
    before, _ = server.memory()
    for _ in range(mebibytes):
        connection.send(piece)
    answer = connection.getresponse()
    assert answer.status == 201, answer.read()
    seconds = time.monotonic() - begun
    grown = server.memory()[1] - before
    assert grown < 16 << 20 or is_sanitized(server.program), f"{grown >> 20} MiB more memory"
    print(f"upload of {mebibytes} MiB: {seconds:.1f} s, {grown / (1 << 20):.1f} MiB more memory at most, {server.memory()[1] >> 20} MiB resident at most")
    file = server.get(f"/projects/{project}/files")[0]
    assert file["bytes"] == size
    # Too much is refused before it is sent, and cut off where its length was not told.
    said = raw(server, f"PUT {API}/projects/{project}/files?path=a.weights HTTP/1.1\r\nHost: x\r\nQsim-Request: 1\r\nCookie: {server.cookie}\r\n"
                       f"Content-Type: application/octet-stream\r\nContent-Length: {(1 << 30) + 1}\r\nExpect: 100-continue\r\n\r\n".encode())
    assert said.startswith(b"HTTP/1.1 413"), said[:100]
    said = raw(server, f"PUT {API}/projects/{project}/files?path=b.names HTTP/1.1\r\nHost: x\r\nQsim-Request: 1\r\nCookie: {server.cookie}\r\n"
                       f"Content-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ndog\n\r\n0\r\n\r\n".encode())
    assert said.startswith(b"HTTP/1.1 201"), said[:100]


def unknown_kind(server):
    """What is of no kind is refused at its first bytes, not after all of them."""
    project = server.post("/projects", {"name": "unknown"})["id"]
    with socket.create_connection((server.host, server.port), timeout=20) as connection:
        connection.sendall(f"PUT {API}/projects/{project}/files?path=a.bin HTTP/1.1\r\nHost: x\r\nQsim-Request: 1\r\nCookie: {server.cookie}\r\n"
                           f"Content-Type: application/octet-stream\r\nContent-Length: {300 << 20}\r\n\r\n".encode() + bytes(1 << 20))
        # It answers while most of the body is still to come.
        assert connection.recv(65536).startswith(b"HTTP/1.1 415")
    status, headers, _ = server.call("GET", f"/files/{server.upload(project, 'a.names', b'cat')['id']}/content", headers={"Range": "bytes=9-"})
    assert (status, headers["Content-Range"]) == (416, "bytes */3"), (status, headers)


def connections_of(server, source, count):
    """So many open connections from an address of this machine."""
    return [socket.create_connection((server.host, server.port), source_address=(source, 0)) for _ in range(count)]


def one_client(program):
    """Who opens too many connections is told so, and nobody else is kept out."""
    request = b"GET /healthz HTTP/1.1\r\nHost: x\r\n%s\r\n"

    def status(connection, extra=b""):
        connection.settimeout(20)
        try:
            connection.sendall(request % extra)
        except (BrokenPipeError, ConnectionResetError):
            pass # refused, and closed, before it asked
        return connection.recv(65536)[9:12]

    with Server(program, example=False) as server:
        held = connections_of(server, "127.0.0.2", 512)
        assert status(held[-1]) == b"200"
        more = connections_of(server, "127.0.0.2", 10)
        said = more[0].recv(65536)
        assert said.startswith(b"HTTP/1.1 503") and b"connections_full" in said, said
        assert [status(connection) for connection in more[1:]] == [b"503"] * 9
        other = connections_of(server, "127.0.0.3", 1)
        assert status(other[0]) == b"200"
        for connection in held[:20] + more:
            connection.close()
        # There is room again once the server has seen that they are closed.
        until = time.monotonic() + 20
        while (said := status(again := connections_of(server, "127.0.0.2", 1)[0])) != b"200" and time.monotonic() < until:
            again.close()
            time.sleep(0.1)
        assert said == b"200", said
        for connection in [*held, *other, again]:
            connection.close()
    # A proxy has as many as there may be: what counts are the clients that it tells of, while they are served.
    with Server(program, "--trust-forwarded-for", example=False) as server:
        held = connections_of(server, "127.0.0.2", 600)
        assert [status(connection, b"X-Forwarded-For: 203.0.113.1\r\n") for connection in held[:3] + held[-3:]] == [b"200"] * 6
        for connection in held:
            connection.close()


def sockets(server):
    for origin, cookie, status in ((server.url, True, 101), (server.url.replace("127.0.0.1", "localhost"), True, 101),
                                   (server.url, False, 401), ("", True, 403), ("null", True, 403), ("http://evil.example", True, 403),
                                   (server.url.replace("http", "https"), True, 403), (server.url + ".evil.example", True, 403)):
        opened = Socket(server, origin=origin, cookie=cookie)
        assert opened.status == status, (origin, cookie, opened.status)
        opened.close()
    assert Socket(server, path="/api/v1/projects").status == 404
    # Nobody reads what browsers say; those who say much are closed.
    for send in (lambda s: s.send(b"x" * 100_000), lambda s: [s.send(b"x") for _ in range(200)]):
        opened = Socket(server)
        try:
            send(opened)
            while opened.message() is not None:
                pass
        except (BrokenPipeError, ConnectionResetError):
            pass
        opened.close()
    listeners = [Socket(server) for _ in range(50)]
    server.post("/projects", {"name": "told to all"})
    for listener in listeners:
        assert listener.message()["kind"] == "project"
        listener.close()


def sign_in_at(server, source, token, forwarded):
    """The status that a link gets from another address of this machine."""
    connection = http.client.HTTPConnection(server.host, server.port, timeout=60, source_address=(source, 0))
    connection.request("POST", API + "/session", json.dumps({"token": token}),
                       {"Content-Type": "application/json", "Qsim-Request": "1", "X-Forwarded-For": forwarded})
    status = connection.getresponse().status
    connection.close()
    return status


def wrong_links(program):
    """Who tries wrong sign-in links locks out nobody else; a header changes who he is only where the proxy in front is trusted."""
    with Server(program, example=False) as server:
        token = server.link.split("#")[1]
        for i in range(10):
            assert sign_in_at(server, "127.0.0.2", "wrong", f"203.0.113.{i}") == 401
        assert sign_in_at(server, "127.0.0.2", token, "203.0.113.99") == 429
        assert sign_in_at(server, "127.0.0.3", token, "203.0.113.99") == 200
    with Server(program, "--trust-forwarded-for", example=False) as server:
        token = server.link.split("#")[1]
        for _ in range(10):
            assert sign_in_at(server, "127.0.0.1", "wrong", "203.0.113.1") == 401
        assert sign_in_at(server, "127.0.0.1", token, "203.0.113.2, 203.0.113.1") == 429
        assert sign_in_at(server, "127.0.0.1", token, "203.0.113.1, 203.0.113.2") == 200


def pages(server):
    status, headers, body = server.call("GET", "/projects/x", root="", signed_in=False)
    assert status == 200 and "text/html" in headers["Content-Type"] and b"<html" in body
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    nonce = re.search("'nonce-([a-z0-9]{52})'", headers["Content-Security-Policy"])[1]
    assert "unsafe" not in headers["Content-Security-Policy"] and headers["Cache-Control"] == "no-store", headers
    for name in ("X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy"):
        assert headers[name], name
    assert server.call("GET", "/healthz", root="", signed_in=False)[2] == b"ok\n"
    assert server.call("GET", "/missing.js", root="", signed_in=False)[0] == 404
    status, headers, body = server.call("HEAD", "/healthz", root="")
    assert (status, headers["Content-Length"], body) == (200, "3", b"")


raise_file_limit()
with Server(sys.argv[1], example=False) as platform:
    platform.sign_in()
    half_open(platform)
    malformed(platform)
    large_upload(platform, int(sys.argv[2]) if len(sys.argv) > 2 else 64)
    unknown_kind(platform)
    sockets(platform)
    pages(platform)
    assert platform.process.poll() is None
wrong_links(sys.argv[1])
one_client(sys.argv[1])
