"""HAProxy in front of servers of our own, set up as deploy/ has it but for its ports and where the site is."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import ROOT
from tests.waiting import until

HAPROXY = shutil.which("haproxy", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
CONFIG = ROOT / "deploy" / "haproxy.cfg"


def certificate(folder: Path) -> None:
    key, made = folder / "key", folder / "made"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", made, "-days", "2"]
    subprocess.run([*command, "-subj", "/CN=ink.example.org"], capture_output=True, check=True)
    (folder / "certificates").mkdir()
    (folder / "certificates" / "ink.pem").write_bytes(made.read_bytes() + key.read_bytes())


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Asking:
    """What asks the proxy. plain, secure: its ports; trusting: believes its certificate; log: the file it writes."""

    def __init__(self, plain: int, secure: int, log: Path) -> None:
        self.plain, self.secure, self.log = plain, secure, log
        self.trusting = ssl.create_default_context()
        self.trusting.check_hostname, self.trusting.verify_mode = False, ssl.CERT_NONE

    def __call__(self, path: str, *, body: bytes | None = None, **headers: str):
        """The answer's status, headers and text."""
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        url = f"https://127.0.0.1:{self.secure}{path}"
        asked = urllib.request.Request(url, data=body, headers=said, method="PUT" if body else "GET")
        try:
            with urllib.request.urlopen(asked, timeout=20, context=self.trusting) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.headers, refused.read().decode()

    def is_there(self) -> bool:
        try:
            return self("/")[0] == 200
        except OSError:
            return False


@contextmanager
def running_proxy(ports: Sequence[int]) -> Iterator[Asking]:
    """In front of the servers that listen there."""
    plain, secure = free_port(), free_port()
    with TemporaryDirectory() as name:
        folder = Path(name)
        certificate(folder)
        config = CONFIG.read_text(encoding="utf-8").replace("bind :80\n", f"bind 127.0.0.1:{plain}\n")
        config = config.replace("bind :443", f"bind 127.0.0.1:{secure}")
        servers = "\n    ".join(f"server web{number} 127.0.0.1:{port} check" for number, port in enumerate(ports))
        config = re.sub(r"(?m)^    server-template .*", f"    {servers}", config)
        (folder / "haproxy.cfg").write_text(config, encoding="utf-8")
        environment = {**os.environ, "CERTIFICATES": f"{name}/certificates", "AFFINITY_KEY": "a secret"}
        with (folder / "log").open("wb") as log:
            command = [str(HAPROXY), "-db", "-f", str(folder / "haproxy.cfg")]
            process = subprocess.Popen(command, env=environment, stdout=log)
        asking = Asking(plain, secure, folder / "log")
        try:
            until(asking.is_there)
            yield asking
        finally:
            process.terminate()
            process.wait(20)
