/* The search: a dialog over every page, which search.js opens. What is known of distress comes first, then the index and
   its program (Pagefind). The words typed are sent nowhere; the tab keeps them while a result is read. */
import { country, elsewhere, named } from "./country.js"
import { alike, distress, folded } from "./distress.js"
import { read, suggestions } from "./spelling.js"

const dialog = document.querySelector("dialog.search")
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
const WAYS = 2 // of the questions of the first page and of the sections, those that go before the results
const PRESSED = ".search-help a, .search-help button, .search-found a, .search-found button"
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

function fill(list, items) {
  list.textContent = ""
  list.append(...items)
}

/** Whether WebAssembly may run here: before 2022 no policy but `unsafe-eval` allowed it in a page. In a worker it may. */
function runs() {
  try {
    return Boolean(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))) // the smallest there is
  } catch {
    return false
  }
}

function load() {
  engine = engine ?? import(new URL("search/pagefind.js", root)).then(async (pagefind) => {
    const instance = pagefind.createInstance({ baseUrl: root.pathname, noWorker: runs(), excerptLength: 26 })
    await instance.init()
    return instance
  })
  return engine
}

/* Filters: their part of the index is loaded when they are unfolded, which on a small screen few do */

const groups = () => [...dialog.querySelectorAll("fieldset[data-filter]")]

let narrowing // the promise that the filters stand there, once they are unfolded

function narrow(pagefind) {
  narrowing = narrowing ?? pagefind.filters().then(showFilters)
  return narrowing
}

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

part("filters").addEventListener("toggle", () => search())

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

function showAll(filters) {
  for (const group of groups()) showCounts(group, filters)
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
  const plain = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">")
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
  try {
    await find(term, number)
  } catch {
    engine = narrowing = undefined // the next try may find the network again
    if (number === latest) showUnable(term)
  }
}

/** Without the index, or in a browser that does not run its program (of before 2022): what leads on without it. */
function showUnable(term) {
  found = []
  fill(results, [])
  showBeside(term, true)
  part("hint").hidden = true
  part("nothing").querySelector("p").hidden = true // it speaks of other words
  status.textContent = texts.failed
}

/** What stands around the results, and what leads on where there are none. */
function showBeside(term, none) {
  showWays(term)
  part("more").hidden = !found.length
  part("asks").hidden = term !== "" || !part("asks").querySelector("li")
  part("suggested").hidden = true
  part("nothing").hidden = !none
}

async function find(term, number) {
  const pagefind = await load()
  const counted = part("filters").open && !part("filters").hidden
  if (counted) await narrow(pagefind)
  const answer = term ? await pagefind.search(term, { filters: chosen() }) : { results: [] }
  const next = await Promise.all(answer.results.slice(0, AT_ONCE).map((one) => one.data()))
  if (number !== latest) return
  found = answer.results.slice(AT_ONCE)
  fill(results, next.map(result))
  part("found").scrollTop = 0
  showBeside(term, term !== "" && !next.length)
  part("hint").hidden = term !== ""
  part("nothing").querySelector("p").hidden = false
  status.textContent = term ? said(answer.results.length, term) : ""
  if (term && strange(term, next)) suggest(term, number)
  if (!counted) return
  const all = term ? count(pagefind, term, answer, number) : pagefind.filters().then(showAll)
  await all.catch(() => {}) // what was found stands there, with the counts of before
}

function said(number, term) {
  const text = number ? texts.found[plurals.select(number)] ?? texts.found.other : texts.nothing
  return text.replace("{n}", number.toLocaleString(language)).replace("{words}", () => term)
}

/* Help before all results, where somebody types words of distress */

/** Words of distress, numbers by country, what the first page asks. Who can't load it sees the way to help always. */
const first = fetch(new URL("search/first.json", root)).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)))

const help = part("help")
const speaks = first.then((known) => distress(known.distress)).catch(() => () => true)

function reach(way) {
  const phone = dialog.querySelector(".search-phone").content.cloneNode(true)
  const item = element("li", {})
  if (way.tel) item.append(element("a", { class: `button main ${way.kind}`, href: way.tel }, phone, element("bdi", { dir: "ltr" }, way.phone)))
  if (way.sms) item.append(element("a", { class: "button", href: way.sms }, `${texts.sms} ${way.phone ? "" : way.title}`.trim()))
  if (way.url && !way.tel) item.append(element("a", { class: "button main", href: way.url, rel: "noopener noreferrer" }, way.title))
  if (way.tel) item.append(element("span", {}, [way.title, way.hours, way.note].filter(Boolean).join(" · ")))
  return item
}

const ready = first.then((known) => showAsks(known.asks))

function showNumbers({ zones, places, numbers }) {
  const here = country(zones)
  const place = places.find(({ countries }) => (here ? countries.includes(here) : !countries.length))
  fill(part("calls"), (place?.numbers ?? []).map((at) => reach(numbers[at])))
  part("calls").classList.toggle("elsewhere", !here)
  const there = here ? named(here) : elsewhere(zones)
  part("place").textContent = there ? (here ? texts.place : texts.unlisted).replace("{place}", () => there) : ""
}
ready.catch(() => {})

/** Whether help is wanted first by who typed this. */
const wants = async (typed) => Boolean(help) && typed.trim() !== "" && (await speaks)(typed)

/** Said once when it appears, and not with each letter: what stands there, with the numbers. */
async function watch() {
  if (!help) return
  const wanted = await wants(words.value)
  if (help.hidden !== wanted) return
  if (wanted) await first.then(showNumbers).catch(() => {}) // another country may have been chosen since
  help.hidden = !wanted
  const said = [...help.querySelectorAll("p, li > *")].map((one) => one.textContent.replace(/\s+/g, " ").trim())
  part("said").textContent = wanted ? said.filter(Boolean).map(sentence).join(" ") : ""
}

/** With one stop at its end, and not two. */
const sentence = (text) => (/[.!?…。؟]$/u.test(text) ? text : `${text}.`)

function showAsks(asks) {
  const links = asks.map((ask) => element("li", {}, element("a", { href: new URL(ask.address, root).href }, ask.title)))
  fill(part("asks").querySelector("ul"), links)
  part("asks").hidden = !links.length || words.value.trim() !== ""
}

/** Of what the first page asks, and of the sections, that whose name says what was typed, or is said by it. */
function showWays(term) {
  const typed = folded(term).filter((word) => word.length > 1)
  const links = [...dialog.querySelectorAll(".search-asks a, .search-nothing a")].filter((link) => says(link.textContent, typed))
  fill(part("ways"), links.slice(0, WAYS).map((link) => element("li", {}, link.cloneNode(true))))
  part("ways").hidden = !links.length
}

function says(title, typed) {
  const own = folded(title)
  const long = own.filter((word) => word.length > 3)
  const within = (some, all) => some.length > 0 && some.every((word) => all.some((other) => kin(word, other)))
  return within(long, typed) || (typed.some((word) => word.length > 3) && within(typed, own))
}

/** Whether two words are forms of one, as far as their letters tell: `meeting` and `meetings`, `drank` and `drunk`. */
function kin(one, other) {
  const least = Math.min(one.length, other.length)
  return one === other || (least > 3 && (one.startsWith(other) || other.startsWith(one))) || (least > 4 && alike(one, other))
}

/* A slip of the fingers */

/** Whether something of what was asked stands in none of these results: what only begins like it was found instead. */
function strange(term, shown) {
  const found = shown.flatMap((data) => [...data.excerpt.matchAll(/<mark>(.*?)<\/mark>/g)].flatMap(([, text]) => folded(text)))
  const least = (word) => Math.min(word.length, Math.max(3, word.length - 3)) // `drink` for `drinking`, and no `c` for it
  const stands = (word) => (other) => other.startsWith(word) || (other.length >= least(word) && word.startsWith(other))
  return folded(term).some((word) => word.length > 3 && !found.some(stands(word)))
}

let spellings // the promise of the words of the index, once asked for

/** Nobody who speaks of distress is told how it is spelt. */
async function suggest(term, number) {
  if (await wants(term)) return
  spellings = spellings ?? fetch(new URL("search/spellings.txt", root)).then(async (answer) => (answer.ok ? read(await answer.text()) : []))
  const meant = suggestions(term, await spellings.catch(() => []))
  if (number !== latest || !meant.length) return
  fill(
    part("meant"),
    meant.map((one) => {
      const button = element("button", { type: "button", class: "link" }, one)
      button.addEventListener("click", () => {
        words.value = one
        words.focus()
        watch()
        search()
      })
      return element("li", {}, button)
    }),
  )
  part("suggested").hidden = false
  status.append(element("span", { class: "unseen" }, ` ${texts.suggested} ${meant.join(", ")}`)) // heard, and seen below
}

/* Opening, closing, keys */

/** What search.js calls when the dialog is open. */
export function opened() {
  part("filters").open = matchMedia("(min-width: 60em)").matches
  watch()
  search()
}

/** What can be pressed below the words, from top to bottom. */
const links = () => [...dialog.querySelectorAll(PRESSED)].filter((one) => one.offsetParent)

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
  watch()
  clearTimeout(waiting)
  waiting = setTimeout(() => search(), PAUSE)
})
part("filters").addEventListener("change", () => search())
part("more").addEventListener("click", async () => {
  const shown = results.children.length
  await more()
  results.children[shown]?.querySelector("a").focus()
})
part("close").addEventListener("click", () => dialog.close())
dialog.addEventListener("keydown", step)
dialog.addEventListener("click", (event) => {
  const link = event.target.closest("a")
  const samePage = link && link.pathname === location.pathname && link.origin === location.origin
  if (event.target === dialog || samePage) dialog.close() // the backdrop, or a heading of the page below
})
