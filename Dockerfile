# syntax=docker/dockerfile:1
# The server and the app in one image. docs/operate/docker.md says how to run it.

FROM node:24.21.0-slim AS build
WORKDIR /src
COPY . .
RUN node scripts/package.mjs /out

FROM node:24.21.0-slim
LABEL org.opencontainers.image.title="Parley" org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 DATA_DIR=/data
RUN install -d -o node -g node /data
COPY --from=build /out /app
WORKDIR /app/apps/api
USER node
VOLUME /data
EXPOSE 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=16", "dist/main.js"]
