/* Pages that a reader keeps in this browser for when there is no line: loaded by keep.js.

   What is kept is one cache: pages of one release, with the files that they are made of, and last of all `kept.json`,
   which says what is in it; without it a cache counts for nothing. A new release is fetched whole into a new cache, held
   against the digests in `offline.json`, and only then the old one goes: what is shown is never a mixture. */

const box = document.querySelector(".keep")
const part = (name) => box.querySelector(`.keep-${name}`)
const texts = JSON.parse(box.querySelector(".words").textContent) // in the language of the site
const language = document.documentElement.lang
const plurals = new Intl.PluralRules(language)
const here = box.dataset.page?.replace(/^\.\/?$/, "") // the address of this page; not found, it has none
const root = new URL("../", import.meta.url) // this file stands in assets/ of the site, wherever that is
const STATE = new URL("kept.json", root).href // never asked for: the name of a note in the cache
const LOST = new URL("lost.html", root).href // nor this: what is shown in the place of a page that is not kept
const PREFIX = `kept ${root.pathname} ` // of the names of our caches: other sites may live on this host
const DIGITS = 16

const fill = (text, given) => text.replace(/\{([a-z]+)\}/g, (whole, name) => given[name] ?? whole)
const said = (text, n, given) => fill(text[plurals.select(n)] ?? text.other, { n: n.toLocaleString(language), ...given })
const inWords = (bytes) =>
  new Intl.NumberFormat(language, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 }).format(bytes / 1e6)

/** What is kept: the name of its cache, and its note; nothing where nothing is. No cache is opened: one that somebody
    forgets at this moment would be there again. */
async function kept() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX))
  for (const name of names.sort((a, b) => number(b) - number(a))) {
    const note = await caches.match(STATE, { cacheName: name })
    if (note) return { name, ...(await note.json()) }
  }
  return null
}

const number = (name) => Number(name.slice(PREFIX.length))

/* Fetching */

class Changed extends Error {}

const ask = async (address) => {
  const response = await fetch(address, { cache: "no-cache", credentials: "omit" })
  if (!response.ok || response.redirected) throw new Error(`${response.status} ${address}`)
  return response
}

/** Of all pages, and of the files whose names have none: what the search knows before its index. */
const digests = async () => (await ask(new URL("offline.json", root))).json()

async function digestOf(body) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", body))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, DIGITS)
}

/** The elements of a page that a selector names, those that templates hold among them. */
function elements(page, selector) {
  const parts = [page, ...[...page.querySelectorAll("template")].map((template) => template.content)]
  return parts.flatMap((part) => [...part.querySelectorAll(selector)])
}

/** The files that a page is made of; with its sound if that is wanted. */
function filesOf(html, address, sound) {
  const page = new DOMParser().parseFromString(html, "text/html")
  const found = []
  for (const link of elements(page, "link[rel=stylesheet], link[rel=icon]")) found.push(link.getAttribute("href"))
  for (const made of elements(page, "script[src]")) found.push(made.getAttribute("src"))
  for (const one of elements(page, "img, source[srcset]")) {
    const sizes = (one.getAttribute("srcset") ?? "").split(",").map((size) => size.trim().split(/\s/)[0])
    if (sizes[0]) found.push(...sizes)
    else if (!one.parentElement?.querySelector("source")) found.push(one.getAttribute("src")) // what is older takes sizes
  }
  if (sound) for (const audio of page.querySelectorAll("audio[src]")) found.push(audio.getAttribute("src"))
  for (const wave of page.querySelectorAll("[data-levels]")) found.push(wave.dataset.levels)
  return { title: page.querySelector("h1")?.textContent.trim() ?? page.title, files: ours(found, address) }
}

const ours = (addresses, base) =>
  addresses.filter(Boolean).map((one) => new URL(one, base).href).filter((one) => one.startsWith(root.href))

/** What a style sheet and a script ask for besides. */
const NAMED = { css: /url\(["']?([^"')#]+)/g, js: /(?:\bfrom |\bimport\()"(\.\/[^"]+)"/g }
const named = (text, ending, address) => ours([...text.matchAll(NAMED[ending])].map(([, one]) => one), address)

/** Fetch these pages whole, with what they are made of, as the release has them; then, and only then, what was kept before
    goes. */
async function keep(pages, before) {
  const known = await digests()
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX))
  const name = PREFIX + (Math.max(0, ...names.map(number)) + 1)
  const cache = await caches.open(name)
  try {
    const there = pages.filter((page) => page.address in known.pages)
    const set = new Fetched(cache, before?.name, known)
    for (const page of there) await set.page(page)
    for (const address of Object.keys(known.files)) await set.whole(address, known.files[address])
    await set.lost()
    const note = JSON.stringify({ version: 1, pages: set.pages, files: known.files, size: set.size })
    await cache.put(STATE, new Response(note, { headers: { "content-type": "application/json" } }))
  } catch (error) {
    await caches.delete(name)
    throw error
  }
  await Promise.all(names.map((old) => caches.delete(old)))
}

class Fetched {
  constructor(cache, before, known) {
    Object.assign(this, { cache, before, known, pages: [], size: 0, there: new Set() })
  }

  async page({ address, sound }) {
    const url = new URL(address, root).href
    const html = await this.whole(address, this.known.pages[address])
    if (!this.frame || address === box.dataset.help) this.frame = { html, url }
    const { title, files } = filesOf(html, url, sound)
    for (const file of files) await this.file(file)
    this.pages.push({ address, title, sound, digest: this.known.pages[address] })
  }

  /** The text of a file, if it is that of the release. */
  async whole(address, digest) {
    const response = await ask(new URL(address, root))
    const body = await response.clone().arrayBuffer()
    if ((await digestOf(body)) !== digest) throw new Changed()
    await this.put(new URL(address, root).href, response)
    return new TextDecoder().decode(body)
  }

  async lost() {
    const html = lostIn(this.frame, this.pages)
    await this.put(LOST, new Response(html, { headers: { "content-type": "text/html; charset=utf-8" } }))
  }

  /** A file whose name has the digest of its bytes: what was kept of it before is as good. */
  async file(url) {
    if (this.there.has(url)) return
    const response = (this.before && (await caches.match(url, { cacheName: this.before }))) || (await ask(url))
    const ending = url.split(".").pop()
    const text = ending in NAMED ? await response.clone().text() : ""
    await this.put(url, response)
    for (const more of text && named(text, ending, url)) await this.file(more)
  }

  async put(url, response) {
    this.there.add(url)
    const body = await response.blob()
    this.size += body.size
    await this.cache.put(url, new Response(body, { headers: { "content-type": response.headers.get("content-type") ?? "" } }))
  }
}

/** What is shown in the place of a page that is not kept: the page that helps, with its look, its numbers and the way out,
    and in the place of its text the pages that are kept. It stands at any address, so its own are absolute. */
function lostIn({ html, url }, pages) {
  const page = new DOMParser().parseFromString(html, "text/html")
  for (const name of ["href", "src"]) {
    for (const one of elements(page, `[${name}]:not([${name}^="#"])`)) one.setAttribute(name, new URL(one.getAttribute(name), url).href)
  }
  page.querySelectorAll("link[rel=canonical]").forEach((link) => link.remove())
  page.title = texts.lost
  const made = (name, className, ...children) => {
    const element = Object.assign(page.createElement(name), { className })
    element.append(...children)
    return element
  }
  const title = made("header", "title", made("h1", "", texts.lost))
  const listed = [made("p", "", texts.here), made("ul", "", ...pages.map((one) => linked(one, page)))]
  const numbers = page.querySelectorAll("main .numbers")
  page.querySelector("main").textContent = ""
  page.querySelector("main").append(made("div", "page", made("article", "md-typeset", title, ...numbers, ...listed)))
  return `<!doctype html>\n${page.documentElement.outerHTML}`
}

/** A page that is kept, as an item of a list. */
function linked({ address, title, sound }, page = document) {
  const [item, link] = [page.createElement("li"), page.createElement("a")]
  link.href = new URL(address, root).href
  link.textContent = title
  item.append(link, sound ? ` (${texts.heard})` : "")
  return item
}

/** One at a time, in all tabs. */
const alone = (work) => navigator.locks.request(PREFIX, work)

/** After a new release what is kept is fetched anew, if anything of it is another; else it stays as it is. */
async function renew() {
  const [before, known] = [await kept(), await digests()]
  const same = () => before.pages.every((page) => known.pages[page.address] === page.digest)
  if (!before || (same() && JSON.stringify(before.files) === JSON.stringify(known.files))) return
  await keep(before.pages, before)
  show(await kept())
}

/* What the reader sees and presses */

function show(state) {
  showOwn(state?.pages.find((page) => page.address === here))
  part("kept").hidden = !state
  part("sum").textContent = state ? `\u00a0· ${said(texts.sum, state.pages.length)}` : ""
  if (!state) return
  part("all").textContent = said(texts.all, state.pages.length, { size: inWords(state.size) })
  part("list").textContent = ""
  part("list").append(...state.pages.map((page) => linked(page)))
}

/** Who has kept this page presses for it no more, unless its sound shall come with it. */
function showOwn(own) {
  if (!part("page")) return
  const whole = Boolean(own && (own.sound || !part("sound")?.checked))
  if (part("sound")) part("sound").closest("p").hidden = Boolean(own?.sound)
  if (whole && part("page") === document.activeElement) box.querySelector("summary").focus() // it goes, and what had the focus with it
  part("page").hidden = whole
  part("own").hidden = !whole
}

/** The pages of a reader who keeps this one: with it the first one, and the one that helps. */
function wanted(state) {
  const own = { address: here, sound: Boolean(part("sound")?.checked) }
  const pages = [...(state?.pages ?? []), { address: "" }, { address: box.dataset.help }, own]
  const all = new Map()
  for (const { address, sound } of pages) {
    if (address !== undefined) all.set(address, { address, sound: Boolean(sound) || Boolean(all.get(address)?.sound) })
  }
  return [...all.values()]
}

async function keepThis() {
  part("status").textContent = texts.keeping
  try {
    const worker = new URL("service-worker.js", root)
    await navigator.serviceWorker.register(worker, { scope: root.pathname, updateViaCache: "none" })
    const before = await kept()
    await keep(wanted(before), before)
    const state = await kept()
    show(state)
    part("status").textContent = said(texts.done, state.pages.length, { size: inWords(state.size) })
  } catch (error) {
    const full = error.name === "QuotaExceededError"
    part("status").textContent = full ? texts.full : error instanceof Changed ? texts.changed : texts.failed
    if (!(await kept())) await forget()
  }
}

async function forget() {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name)
  const registration = await navigator.serviceWorker.getRegistration(root.href)
  if (registration?.scope === root.href) await registration.unregister()
  show(null)
}

const look = async () => show(await kept())

part("page")?.addEventListener("click", () => alone(keepThis))
part("sound")?.addEventListener("change", () => look().catch(() => {}))
part("forget").addEventListener("click", async () => {
  await alone(forget)
  part("status").textContent = texts.forgotten
})
addEventListener("pageshow", () => look().catch(() => {}))
export const looked = look()
if (navigator.onLine) looked.then(() => alone(renew)).catch(() => {}) // without a line, or amid a release, all stays as it is
