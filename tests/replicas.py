"""A machine that draws, for tests: an engine's frames behind a plain HTTP server of Python's own."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[bytes], AsyncIterator[bytes]]


@contextmanager
def replica(answer: Answer) -> Iterator[str]:
    """Its address. answer: what it streams to an order; where that raises, the line breaks."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            order = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            asyncio.run(self._stream(answer(order)))

        async def _stream(self, pieces: AsyncIterator[bytes]) -> None:
            try:
                async for piece in pieces:
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                self.wfile.write(b"0\r\n\r\n")
            except (ConnectionError, EOFError):
                self.close_connection = True
            finally:
                await pieces.aclose()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
