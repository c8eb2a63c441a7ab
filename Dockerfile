# The development server, and the whole program: docker build -t trunkline . && docker run -p 127.0.0.1:4010:4010 trunkline
FROM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production \
    TRUNKLINE_HOST=0.0.0.0 \
    TRUNKLINE_DATABASE=sqlite:/data/trunkline.db
WORKDIR /app
COPY --from=build /build/package.json /build/LICENSE /build/NOTICE /build/CHANGELOG.md ./
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/bin bin
COPY --from=build /build/dist dist
RUN ln -s /app/bin/trunkline.cjs /usr/local/bin/trunkline && chmod 755 bin/trunkline.cjs && install -d -o 1000 -g 1000 /data
# The user `node` of the image, by number, so that Kubernetes sees that it is not root.
USER 1000:1000
VOLUME /data
EXPOSE 4010
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=4s --start-period=10s --retries=3 \
    CMD trunkline ready --server "http://127.0.0.1:${TRUNKLINE_PORT:-4010}"
ENTRYPOINT ["trunkline"]
CMD ["start"]
