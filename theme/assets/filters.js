/* Narrows the list of a page to what is ticked or chosen in partials/filters.html: any of a group, and some of every
   group. It is kept nowhere, and is gone with the page; but for the country, which holds in this tab (country.js). */
import { choose, country } from "./country.js"

const form = document.querySelector("[data-filters]")
const groups = [...form.querySelectorAll("[data-filter]")]
const items = [...document.querySelectorAll("[data-item]")]
const texts = JSON.parse(form.querySelector(".words").textContent) // in the language of the site
const language = document.documentElement.lang
const plurals = new Intl.PluralRules(language)

const EVERY = "*" // what an item says that fits every choice of a group

/** The names of the groups in which something is ticked or chosen, each with what is. */
function ticked() {
  const all = groups.map((group) => [
    group.dataset.filter,
    [...group.querySelectorAll("input:checked, option:checked")].map((one) => one.value).filter(Boolean),
  ])
  return all.filter(([, values]) => values.length)
}

/** The country of the device, or as chosen in this tab, or what helps everywhere, where the list knows some; a link to something comes first. */
function suggest() {
  const zones = form.querySelector("[data-zones]")
  if (!zones || location.hash.length > 1) return
  const chooser = document.getElementById(zones.dataset.zones)
  chooser.value = country(JSON.parse(zones.textContent)) || EVERY
  if (chooser.selectedIndex < 0) chooser.selectedIndex = 0
  narrow()
}

function fits(item, [name, values]) {
  const own = (item.dataset[name] ?? "").split(" ")
  return own.includes(EVERY) || values.some((value) => own.includes(value))
}

function narrow() {
  const wanted = ticked()
  for (const item of items) item.hidden = !wanted.every((group) => fits(item, group))
  for (const group of document.querySelectorAll("[data-group]")) {
    group.hidden = !group.querySelector("[data-item]:not([hidden])")
  }
  const left = items.filter((item) => !item.hidden).length
  form.querySelector(".filter-status").textContent = wanted.length ? said(left) : texts.all
}

function said(left) {
  const text = left ? texts.shown[plurals.select(left)] ?? texts.shown.other : texts.nothing
  const number = (value) => value.toLocaleString(language)
  return text.replace("{n}", number(left)).replace("{all}", number(items.length))
}

form.addEventListener("change", ({ target }) => {
  const zones = form.querySelector(`[data-zones="${target.id}"]`)
  if (zones) choose(target.value, JSON.parse(zones.textContent))
  narrow()
})
form.addEventListener("reset", () => setTimeout(narrow)) // the boxes are empty only after the event
form.addEventListener("submit", (event) => event.preventDefault()) // Enter in a box
addEventListener("hashchange", () => {
  // A link that leads to what is hidden shows it.
  if (document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest("[hidden]")) form.reset()
})
suggest()
document.querySelector(".by-place")?.classList.add("placed") // lists.css
