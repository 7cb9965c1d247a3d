# Servers and workers. Build: docker build -t emhana .   Settings: `docker run emhana emhana settings`.
#   docker run -e EMHANA_DATABASE_URL=… -e EMHANA_OWNER_DATABASE_URL=… emhana emhana migrate
#   docker run -e EMHANA_ENV=production -e EMHANA_SECRET=… -e EMHANA_PUBLIC_URL=… -e EMHANA_DATABASE_URL=… -p 8000:8000 emhana
#   docker run … emhana emhana worker

FROM python:3.12-slim AS build
RUN apt-get update && apt-get install --yes --no-install-recommends make
WORKDIR /emhana
COPY . .
RUN make client && .venv/bin/python -m pip wheel --no-deps --no-build-isolation --wheel-dir dist .

FROM python:3.12-slim
COPY requirements.txt .
COPY --from=build /emhana/dist/*.whl .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt \
 && pip install --no-cache-dir --no-deps ./*.whl && rm ./*.whl
RUN useradd --system --create-home emhana
USER emhana
WORKDIR /home/emhana
ENV EMHANA_HOST=0.0.0.0
EXPOSE 8000
# Run with `--init`: an orphan that nobody waits for would stay a zombie.
CMD ["emhana", "serve", "--workers", "2"]
