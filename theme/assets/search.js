/* The search: a dialog over every page. The index and its program (Pagefind) are loaded when it is first opened.
   The words typed are kept nowhere and sent nowhere. */

const dialog = document.querySelector("dialog.search")
const opener = document.querySelector(".search-open")
const part = (name) => dialog.querySelector(`.search-${name}`)
const words = dialog.querySelector("#search-words")
const results = part("results")
const status = part("status")
const texts = JSON.parse(dialog.querySelector(".words").textContent) // in the language of the site
const language = document.documentElement.lang
const plurals = new Intl.PluralRules(language)
const root = new URL("../", import.meta.url) // this file stands in assets/ of the site, wherever that is

const AT_ONCE = 6 // results that are fetched and shown together
const PARTS = 3 // headings shown below a result
const TOO_LITTLE = /^\p{Script=Latin}?$/u // for nothing Pagefind would fetch the whole index, and one letter finds every page
const PAUSE = 200 // milliseconds without typing before a search

let engine // the promise of Pagefind, once asked for
let latest = 0 // the number of the last search: answers of earlier ones are dropped
let found = [] // what the last search found and has not shown

function element(name, attributes, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}

function load() {
  engine ??= import(new URL("search/pagefind.js", root)).then(async (pagefind) => {
    const instance = pagefind.createInstance({ baseUrl: root.pathname, noWorker: true, excerptLength: 26 })
    await instance.init()
    showFilters(await instance.filters())
    return instance
  })
  engine.catch(() => {
    engine = undefined // the next try may find the network again
    status.textContent = texts.failed
  })
  return engine
}

/* Filters */

const groups = () => [...dialog.querySelectorAll("fieldset[data-filter]")]

function showFilters(all) {
  for (const group of groups()) {
    const values = Object.keys(all[group.dataset.filter] ?? {})
    group.querySelectorAll("label").forEach((label) => label.remove())
    for (const value of values) {
      const box = element("input", { type: "checkbox", value })
      group.append(element("label", {}, box, element("span", {}, value), element("span", { class: "search-count" })))
    }
    group.hidden = values.length < 2
  }
  part("filters").hidden = groups().every((group) => group.hidden)
}

/** The chosen values of each group but one: any of a group, and some of every group. */
function chosen(but) {
  const filters = {}
  for (const group of groups()) {
    const values = [...group.querySelectorAll("input:checked")].map((box) => box.value)
    if (values.length && group !== but) filters[group.dataset.filter] = { any: values }
  }
  return filters
}

/** How many results each value would leave, with what is chosen in the other groups. */
async function count(pagefind, term, answer, number) {
  for (const group of groups()) {
    const narrowed = group.querySelector("input:checked")
    const { filters } = narrowed ? await pagefind.search(term, { filters: chosen(group) }) : answer
    if (number === latest) showCounts(group, filters)
  }
}

function showCounts(group, filters) {
  for (const label of group.querySelectorAll("label")) {
    const left = filters[group.dataset.filter]?.[label.firstChild.value] ?? 0
    label.lastChild.textContent = left
    label.classList.toggle("search-empty", !left)
  }
}

/* Results */

/** An excerpt, where Pagefind marks what was found, as nodes: nothing of it is ever read as HTML. */
function marked(excerpt) {
  const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">")
  return excerpt.split(/<\/?mark>/).map((text, index) => (index % 2 ? element("mark", {}, plain(text)) : plain(text)))
}

/** How much of what was asked stands below a heading. */
const weight = (sub) => sub.weighted_locations.reduce((sum, one) => sum + one.balanced_score, 0)

function result(data) {
  const before = data.content.startsWith(data.plain_excerpt) ? "" : "… "
  const after = data.content.endsWith(data.plain_excerpt) ? "" : " …"
  const parts = data.sub_results.filter((sub) => sub.anchor).sort((a, b) => weight(b) - weight(a))
  const item = element(
    "li",
    { lang: data.meta.language },
    element("p", { class: "search-kind" }, data.meta.kind),
    element("a", { class: "search-title", href: data.url }, data.meta.title),
    element("p", { class: "search-excerpt", dir: "auto" }, before, ...marked(data.excerpt), after),
  )
  if (parts.length) {
    const links = parts.slice(0, PARTS).map((sub) => element("li", {}, element("a", { href: sub.url }, sub.title)))
    item.append(element("ul", { class: "search-parts" }, ...links))
  }
  return item
}

async function more(number = latest) {
  const next = await Promise.all(found.slice(0, AT_ONCE).map((one) => one.data()))
  if (number !== latest) return
  found = found.slice(AT_ONCE)
  results.append(...next.map(result))
  part("more").hidden = !found.length
}

async function search() {
  const number = ++latest
  const typed = words.value.trim()
  const term = TOO_LITTLE.test(typed) ? "" : typed
  const pagefind = await load()
  const answer = term
    ? await pagefind.search(term, { filters: chosen() })
    : { results: [], filters: await pagefind.filters() }
  const next = await Promise.all(answer.results.slice(0, AT_ONCE).map((one) => one.data()))
  if (number !== latest) return
  found = answer.results.slice(AT_ONCE)
  results.replaceChildren(...next.map(result))
  part("found").scrollTop = 0
  part("more").hidden = !found.length
  part("hint").hidden = term !== ""
  part("nothing").hidden = !term || next.length > 0
  status.textContent = term ? said(answer.results.length, term) : ""
  if (term) await count(pagefind, term, answer, number)
  else groups().forEach((group) => showCounts(group, answer.filters))
}

function said(number, term) {
  const text = number ? texts.found[plurals.select(number)] ?? texts.found.other : texts.nothing
  return text.replace("{n}", number.toLocaleString(language)).replace("{words}", () => term)
}

/* Opening, closing, keys */

function open() {
  if (dialog.open) return
  part("filters").open = matchMedia("(min-width: 60em)").matches
  dialog.showModal() // and the browser gives the focus back when it closes
  words.select()
  search().catch(() => {})
}

/** Links of the results, from top to bottom. */
const links = () => [...results.querySelectorAll("a")]

function step(event) {
  const ways = links()
  const here = ways.indexOf(document.activeElement)
  if (document.activeElement !== words && here < 0) return
  if (event.key === "ArrowDown" || (event.key === "Enter" && here < 0)) ways[here + 1]?.focus()
  else if (event.key === "ArrowUp") (ways[here - 1] ?? words).focus()
  else return
  event.preventDefault()
}

let waiting
words.addEventListener("input", () => {
  clearTimeout(waiting)
  waiting = setTimeout(() => search().catch(() => {}), PAUSE)
})
part("filters").addEventListener("change", () => search().catch(() => {}))
part("more").addEventListener("click", async () => {
  const first = links().length
  await more()
  links()[first]?.focus()
})
part("close").addEventListener("click", () => dialog.close())
dialog.addEventListener("keydown", step)
dialog.addEventListener("click", (event) => {
  const link = event.target.closest("a")
  const samePage = link && link.pathname === location.pathname && link.origin === location.origin
  if (event.target === dialog || samePage) dialog.close() // the backdrop, or a heading of the page below
})
/* One key opens the search, unless the reader turned it off: it gets in the way of who speaks to the computer (WCAG
   2.1.4). Only then is anything kept: that it is off. */
const OFF = "search-key-off"
const key = part("key")
const kept = (change) => {
  try {
    return change(localStorage)
  } catch {
    return null // storage is closed: the choice lasts as long as the page
  }
}
key.checked = !kept((store) => store.getItem(OFF))
key.addEventListener("change", () => kept((store) => (key.checked ? store.removeItem(OFF) : store.setItem(OFF, "1"))))

opener.addEventListener("click", open)
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]")
  if (event.key !== "/" || !key.checked || event.ctrlKey || event.metaKey || event.altKey || typing || dialog.open) return
  event.preventDefault()
  open()
})
