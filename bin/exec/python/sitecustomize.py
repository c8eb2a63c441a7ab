"""Loaded by each Python that `trunkline exec` starts.

Connections to hosts of the service are made to the proxy instead, also by libraries that know of no proxies, and the proxy's certificate
authority is trusted beside whatever a library brings with it. That authority can speak for twilio.com only. With --offline no other machine is
found by its name.
"""

import os
import sys


def _begin():
    address = os.environ.get("TRUNKLINE_PROXY", "")
    authority = os.environ.get("TRUNKLINE_CA", "")
    if not address.startswith("http://") or not os.path.exists(authority):
        return
    host, _, port = address[len("http://"):].rstrip("/").rpartition(":")
    sys.meta_path.insert(0, _Watch({"socket": lambda module: _redirect(module, host, int(port)),
                                    "ssl": lambda module: _trust(module, authority)}))
    for name in ("socket", "ssl"):
        if name in sys.modules:
            sys.meta_path[0].changes.pop(name)(sys.modules[name])


class _Watch(object):
    """Changes modules when they are first imported: most programs need neither, and all would wait for both."""

    def __init__(self, changes):
        self.changes = changes

    def find_spec(self, name, path=None, target=None):
        change = self.changes.pop(name, None)
        if change is None:
            return None
        from importlib.machinery import PathFinder

        spec = PathFinder.find_spec(name, path)
        if spec is None or spec.loader is None:
            return spec
        run = spec.loader.exec_module

        def exec_module(module):
            run(module)
            change(module)

        spec.loader.exec_module = exec_module
        return spec


def _redirect(socket, proxy_host, proxy_port):
    look_up = socket.getaddrinfo

    def getaddrinfo(host, port, *rest, **named):
        name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
        bare = name.lower().rstrip(".") if isinstance(name, str) else ""
        if bare == "twilio.com" or bare.endswith(".twilio.com"):
            return look_up(proxy_host, proxy_port, 0, socket.SOCK_STREAM)
        if os.environ.get("TRUNKLINE_OFFLINE") == "1" and not _is_near(bare):
            raise socket.gaierror(
                socket.EAI_FAIL, "%s is not reached: trunkline exec runs this program with --offline" % bare
            )
        return look_up(host, port, *rest, **named)

    socket.getaddrinfo = getaddrinfo


def _is_near(name):
    if name in ("", "localhost", "::1", "0.0.0.0", "::") or name.startswith("127.") or name.endswith(".localhost"):
        return True
    from urllib.parse import urlsplit

    return name == urlsplit(os.environ.get("TRUNKLINE_URL", "")).hostname


def _trust(ssl, authority):
    load = ssl.SSLContext.load_verify_locations

    def load_verify_locations(self, *files, **named):
        load(self, *files, **named)
        load(self, authority)

    ssl.SSLContext.load_verify_locations = load_verify_locations


def _chain():
    """Runs the sitecustomize that this one hides, each once."""
    from importlib.machinery import PathFinder
    from importlib.util import module_from_spec

    seen = sys.__dict__.setdefault("_trunkline_seen", set())
    seen.add(os.path.dirname(os.path.abspath(__file__)))
    spec = PathFinder.find_spec("sitecustomize", [path for path in sys.path if os.path.abspath(path or ".") not in seen])
    if spec is not None and spec.loader is not None:
        spec.loader.exec_module(module_from_spec(spec))


if sys.version_info >= (3, 4):
    _begin()
    _chain()
