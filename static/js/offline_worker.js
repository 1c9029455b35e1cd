// Pages that were seen can be read without internet. Only what the server marks is kept, and nothing of who is signed in.

const PAGES = "pages-1";
const FILES = "files-1";
const MOST = 60;
const NO_NETWORK = "/geen-internet";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(PAGES).then((pages) => pages.add(NO_NETWORK)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  const isFile = address.pathname.startsWith("/assets/") && address.searchParams.has("v");
  event.respondWith(isFile ? file(request) : page(request, address, event));
});

// The address of a file names its version: what is kept is right for ever.
async function file(request) {
  const files = await caches.open(FILES);
  const kept = await files.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await keep(files, request, answer.clone());
  return answer;
}

async function page(request, address, event) {
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.headers.has("Meedoen-Keep")) event.waitUntil(remember(request, address, answer.clone()));
    return answer;
  } catch (error) {
    const pages = await caches.open(PAGES);
    const kept = await pages.match(request, { ignoreVary: true });
    if (kept) return kept;
    if (request.mode !== "navigate") throw error;
    return (await pages.match(inLanguage(address))) ?? (await pages.match(NO_NETWORK)) ?? Response.error();
  }
}

async function remember(request, address, answer) {
  const pages = await caches.open(PAGES);
  await keep(pages, request, answer);
  const told = inLanguage(address);
  if (!(await pages.match(told))) await pages.add(told);
}

function inLanguage(address) {
  const [first] = address.pathname.split("/").filter(Boolean);
  return /^[a-z]{2}$/.test(first ?? "") ? `/${first}${NO_NETWORK}` : NO_NETWORK;
}

// The oldest goes first; what tells that there is no internet stays.
async function keep(cache, request, answer) {
  await cache.delete(request, { ignoreVary: true });
  await cache.put(request, answer);
  const addresses = (await cache.keys()).filter((one) => !one.url.endsWith(NO_NETWORK));
  await Promise.all(addresses.slice(0, Math.max(0, addresses.length - MOST)).map((one) => cache.delete(one)));
}
