#!/bin/sh
# Installs the program, and what starts it with the container. It runs as root, with the options of the feature as variables.
set -eu

VERSION="${VERSION:-latest}"
PORT="${PORT:-4010}"
# Where it goes; another folder for who tries it out.
SHARE="${TRUNKLINE_SHARE:-/usr/local/share/trunkline}"

if ! command -v npm >/dev/null 2>&1; then
  echo 'Trunkline needs Node with npm. Try: "features": {"ghcr.io/devcontainers/features/node:1": {"version": "24"}}' >&2
  exit 1
fi

mkdir -p "$SHARE"
set -- "trunkline@$VERSION"
# A container may be made for an older Node: then the server has one of its own.
node=node
if [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 24 ]; then
  set -- "$@" node@24
  node="$SHARE/node_modules/.bin/node"
fi
npm install --prefix "$SHARE" --no-save --no-audit --no-fund "$@"

mkdir -p "$SHARE/bin"
cat >"$SHARE/bin/trunkline" <<EOF
#!/bin/sh
exec "$node" "$SHARE/node_modules/trunkline/bin/trunkline.cjs" "\$@"
EOF

cat >"$SHARE/start.sh" <<EOF
#!/bin/sh
# Starts the server unless one is ready, and waits until it takes requests.
url="http://127.0.0.1:$PORT"
if "$SHARE/bin/trunkline" ready --server "\$url" >/dev/null 2>&1; then exit 0; fi
log="\${TMPDIR:-/tmp}/trunkline.log"
nohup "$SHARE/bin/trunkline" start --port $PORT </dev/null >"\$log" 2>&1 &
exec "$SHARE/bin/trunkline" ready --server "\$url" --wait 30s
EOF

chmod 755 "$SHARE/bin/trunkline" "$SHARE/start.sh"
if [ "$SHARE" = /usr/local/share/trunkline ]; then
  ln -sf "$SHARE/bin/trunkline" /usr/local/bin/trunkline
fi
