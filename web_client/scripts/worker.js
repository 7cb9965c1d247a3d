/**
 * Keeps the files of one build, so that the sessions' pages open while the network is away. It never keeps an answer
 * of the server's, and while the server answers, pages come from there: a new build is seen at once.
 *
 * scripts/service-worker.ts puts CACHE and FILES in front.
 */
const START = "/index.html";

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== self.location.origin) return;
  if (mode === "navigate" && /^\/sessions(\/|$)/.test(pathname)) event.respondWith(page(event.request));
  else if (FILES.includes(pathname)) event.respondWith(file(event.request));
});

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((path) => new Request(path, { cache: "reload" })));
  await self.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function page(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(START)) ?? Response.error();
  }
}

/** Its name holds the hash of its content: what is kept is right for ever. */
async function file(request) {
  return (await caches.match(request)) ?? fetch(request);
}
