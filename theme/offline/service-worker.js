/* Answers for the pages that a reader has kept (theme/assets/keep.js), when no line is there. It stores nothing by
   itself. What the network has comes first: what is kept is shown when there is no answer, and files whose names have
   the digest of their bytes, which never change. */

const root = new URL("./", self.location)
const STATE = new URL("kept.json", root).href
const PREFIX = `kept ${root.pathname} `
const PATIENCE = 8000 // milliseconds for an answer, before a page that is kept is shown

self.addEventListener("install", () => self.skipWaiting())
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()))

self.addEventListener("fetch", (event) => {
  const { request } = event
  if (request.method !== "GET" || !request.url.startsWith(root.href)) return
  if (request.mode === "navigate") event.respondWith(page(event))
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
  const answer = fetch(event.request)
  try {
    const response = await (own ? Promise.race([answer, tooLate()]) : answer)
    event.waitUntil(leave())
    return response
  } catch {
    answer.catch(() => {}) // it may still fail, and nobody waits for it
    return own ?? (match ? lost(match) : Response.error())
  }
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

/** What is shown in the place of a page that is not kept: those that are. */
async function lost(match) {
  const { pages, words, language, direction } = await (await match(STATE)).json()
  const text = (value) => value.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  const links = pages.map((one) => `<li><a href="${text(new URL(one.address, root).href)}">${text(one.title)}</a></li>`)
  const html = `<!doctype html>
<html lang="${text(language)}" dir="${text(direction)}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'"><meta name="color-scheme" content="light dark">
<title>${text(words.lost)}</title><h1>${text(words.lost)}</h1><p>${text(words.here)}</p><ul>${links.join("")}</ul></html>`
  return new Response(html, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } })
}
