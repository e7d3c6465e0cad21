/* Answers for the pages that a reader has kept (theme/assets/keep.js), when no line is there. It stores nothing by
   itself. What the network has comes first: what is kept is shown when there is no answer, and files whose names have
   the digest of their bytes, which never change. */

const root = new URL("./", self.location)
const STATE = new URL("kept.json", root).href
const LOST = new URL("lost.html", root).href
const FIRST = new URL("search/first.json", root).href // what the search knows before its index: the numbers that help
const PREFIX = `kept ${root.pathname} `
const PATIENCE = 8000 // milliseconds for an answer, before a page that is kept is shown

self.addEventListener("install", () => self.skipWaiting())
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()))

self.addEventListener("fetch", (event) => {
  const { request } = event
  if (request.method !== "GET" || !request.url.startsWith(root.href)) return
  if (request.mode === "navigate") event.respondWith(page(event))
  else if (request.url === FIRST) event.respondWith(first(request))
  else if (/^(?:assets|media)\//.test(request.url.slice(root.href.length))) event.respondWith(file(request))
})

/** What looks into the cache that is whole, and newest; nothing where the reader has forgotten all. */
async function kept() {
  const number = (name) => Number(name.slice(PREFIX.length))
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX)).sort((a, b) => number(b) - number(a))
  for (const name of names) {
    const match = (url) => caches.match(url, { cacheName: name }) // a cache that is opened would be there again
    if (await match(STATE)) return match
  }
  return null
}

async function page(event) {
  const match = await kept()
  const address = event.request.url.split(/[?#]/)[0].replace(/(^|\/)index\.html$/, "$1")
  const own = await match?.(address)
  const answer = await answered(event.request, own)
  if (answer && answer !== own) event.waitUntil(leave())
  return answer ?? (await lost(match)) ?? Response.error()
}

const first = async (request) => (await answered(request, await (await kept())?.(FIRST))) ?? Response.error()

/** What the network answers, and without that our own; nothing where there is neither. */
async function answered(request, own) {
  const answer = fetch(request)
  try {
    return await (own ? Promise.race([answer, tooLate()]) : answer)
  } catch {
    answer.catch(() => {}) // it may still fail, and nobody waits for it
    return own
  }
}

/** What is shown in the place of a page that is not kept. */
async function lost(match) {
  const found = await match?.(LOST)
  return found && new Response(found.body, { status: 503, headers: found.headers })
}

const tooLate = () => new Promise((_, fail) => setTimeout(() => fail(new Error("no answer")), PATIENCE))

/** Where the library has stopped to offer this, nobody could forget what is kept any more: all of it goes. */
let looked = false
async function leave() {
  if (looked) return
  looked = true
  const answer = await fetch(new URL("offline.json", root), { method: "HEAD", cache: "no-cache" }).catch(() => null)
  if (answer?.status !== 404 && answer?.status !== 410) return
  for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name)
  await self.registration.unregister()
}

async function file(request) {
  const found = await (await kept())?.(request.url)
  if (!found) return fetch(request)
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("range") ?? "")
  return range ? part(found, range) : found
}

/** A range of what is kept (RFC 9110, 14): players ask for sound so. */
async function part(response, [, first, last]) {
  const body = await response.blob()
  const start = first === "" ? Math.max(0, body.size - Number(last)) : Number(first)
  const end = first === "" || last === "" ? body.size : Math.min(body.size, Number(last) + 1)
  if (start >= end) return new Response(null, { status: 416, headers: { "content-range": `bytes */${body.size}` } })
  const type = response.headers.get("content-type")
  return new Response(body.slice(start, end, type), {
    status: 206,
    headers: {
      "accept-ranges": "bytes",
      "content-length": String(end - start),
      "content-range": `bytes ${start}-${end - 1}/${body.size}`,
      "content-type": type,
    },
  })
}
