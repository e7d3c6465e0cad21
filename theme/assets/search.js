/* The way into the search: its button, and one key. The dialog opens at once; its program and most of its look are loaded
   then, as most pages are read without. */

const opener = document.querySelector(".search-open")
const dialog = document.querySelector("dialog.search")

let finder // the promise of the program, once asked for

function load() {
  finder = finder ?? import("./finder.js")
  dialog.append(dialog.querySelector("template.search-look")?.content ?? "")
  return finder
}

async function open() {
  if (dialog.open) return
  dialog.showModal() // and the browser gives the focus back when it closes
  dialog.querySelector("#search-words").select()
  try {
    const { opened } = await load()
    opened()
  } catch {
    finder = undefined // the next try may find the network again
    const texts = JSON.parse(dialog.querySelector(".words").textContent)
    dialog.querySelector(".search-status").textContent = texts.failed
    dialog.querySelector(".search-help")?.removeAttribute("hidden") // nobody knows what is typed: the way to help stands there
  }
}

/* Who comes back from a result finds the search as it was: the tab keeps the words until the search is closed. */
const WORDS = "search"
const tab = (change) => {
  try {
    return change(sessionStorage)
  } catch {
    return null // storage is closed: the words are typed again
  }
}

dialog.addEventListener("click", ({ target }) => {
  const typed = dialog.querySelector("#search-words").value
  if (target.closest(".search-found a")) tab((store) => store.setItem(WORDS, JSON.stringify([location.pathname, typed])))
})
dialog.addEventListener("close", () => tab((store) => store.removeItem(WORDS)))
const [place, typed] = JSON.parse(tab((store) => store.getItem(WORDS)) ?? "[]")
if (place === location.pathname && performance.getEntriesByType("navigation")[0]?.type === "back_forward") {
  dialog.querySelector("#search-words").value = typed
  open()
}

/* One key opens the search, unless the reader turned it off: it gets in the way of who speaks to the computer (WCAG
   2.1.4). Only then is anything kept: that it is off. */
const OFF = "search-key-off"
const key = dialog.querySelector(".search-key")
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
  if (event.key !== "/" || !dialog.showModal || !key.checked || event.ctrlKey || event.metaKey || event.altKey || typing || dialog.open) return
  event.preventDefault()
  open()
})
