# The services of production: one image, one command each (migrate, api, worker, …).
FROM python:3.11-slim AS build
WORKDIR /src
COPY requirements requirements
RUN python -m venv /opt/upstream \
 && /opt/upstream/bin/pip install --quiet --no-deps --only-binary :all: --require-hashes \
      -r requirements/runtime.lock \
 && for list in build assets; do \
      /opt/upstream/bin/pip install --quiet --no-deps --only-binary :all: --require-hashes \
        --target /build-tools -r requirements/$list.lock || exit 1; \
    done
COPY pyproject.toml build_assets.py README.md LICENSE ./
COPY src src
RUN PYTHONPATH=/build-tools /opt/upstream/bin/pip install --quiet --no-deps --no-index \
      --no-build-isolation .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --no-create-home upstream \
 && install --directory --owner upstream --mode 0700 /data
COPY --from=build /opt/upstream /opt/upstream
USER 10001
ENV UPSTREAM_DATA=/data PYTHONDONTWRITEBYTECODE=1
VOLUME /data
ENTRYPOINT ["/opt/upstream/bin/upstream"]
CMD ["--help"]
