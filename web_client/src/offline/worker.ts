import { forgetDesk } from "./desk";

/** From the first session on, its pages open without a network. */
export function keepPages(): void {
  if (import.meta.env.PROD && "serviceWorker" in navigator)
    void navigator.serviceWorker.register("/service-worker.js").catch(() => undefined);
}

/** Who signs out leaves nothing behind: no worker, no kept file, no list. */
export async function leaveNothing(): Promise<void> {
  forgetDesk();
  if (!("serviceWorker" in navigator)) return;
  const workers = await navigator.serviceWorker.getRegistrations();
  await Promise.all(workers.map((worker) => worker.unregister()));
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("emhana-")).map((name) => caches.delete(name)));
}
