/* A worksheet: all forms of a page. Nothing of it is sent, and nothing is kept unless the reader asks for it.

   What is kept lies in this browser, one entry a worksheet: { version, day, answers: { place: [question, answer] } }. A
   place is the name of a field, and in a table its column and row, so that answers find their question again when the
   worksheet has changed. Those that don't stay where they are kept, and are in the download. There is no warning before
   the page is left: it would stand in the way out. */

const tools = document.querySelector(".worksheet-tools")
const texts = JSON.parse(tools.querySelector(".words").textContent) // in the language of the site
const keep = document.querySelector("#worksheet-keep")
const sure = tools.querySelector("dialog")
const [above, below] = document.querySelectorAll(".worksheet-status")
const language = document.documentElement.lang.replace(/^en$/, "en-GB") // days as the pages write them
const key = `worksheet:${location.pathname.replace(/index\.html$/, "")}`
const MOST_ROWS = 60 // as many as a sheet may have
const fields = findFields(document)
let homeless = {} // answers that were kept and have no place any more

const fill = (text, given) => text.replace(/\{([a-z]+)\}/g, (whole, name) => given[name] ?? whole)

/* Fields: place → its controls, of which a group of radio buttons has several. */

function findFields(within) {
  const found = new Map()
  for (const control of within.querySelectorAll(".handout-form input, .handout-form textarea")) {
    const place = placeOf(control)
    found.set(place, [...(found.get(place) ?? []), control])
  }
  return found
}

function placeOf(control) {
  const cell = control.closest("td")
  if (!cell) return control.name
  const table = cell.closest("table")
  const heads = [...table.tHead.rows[0].cells].map((head) => head.textContent)
  const same = heads.slice(0, cell.cellIndex).filter((head) => head === heads[cell.cellIndex]).length
  return [table.id, heads[cell.cellIndex], same, cell.parentElement.rowIndex].join("/")
}

function read([control, ...others]) {
  if (control.type === "radio") return [control, ...others].find((one) => one.checked)?.value ?? ""
  return control.type === "checkbox" ? (control.checked ? control.value : "") : control.value
}

/** Writes an answer, and says whether it fits: an option may be gone. */
function write(controls, answer) {
  for (const control of controls) {
    if (["radio", "checkbox"].includes(control.type)) control.checked = answer === control.value
    else control.value = answer
    control.dispatchEvent(new Event("worksheet"))
  }
  return read(controls) === answer
}

const questionOf = ([control]) =>
  (control.type === "radio" ? control.closest("fieldset").querySelector("legend") : control.labels[0]).textContent.trim()

/* Keeping */

function kept() {
  try {
    return JSON.parse(localStorage.getItem(key))
  } catch {
    return null // storage is closed to pages, or holds what we did not write
  }
}

function save() {
  const answers = { ...homeless }
  for (const [place, controls] of fields) {
    const answer = read(controls)
    if (answer) answers[place] = [questionOf(controls), answer]
  }
  const now = new Date()
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-")
  try {
    localStorage.setItem(key, JSON.stringify({ version: 1, day, answers }))
    return true
  } catch {
    forget()
    above.textContent = texts.refused
    return false
  }
}

function forget() {
  keep.checked = false
  homeless = {}
  try {
    localStorage.removeItem(key)
  } catch {
    // storage is closed to pages: nothing is kept
  }
}

function restore() {
  const found = kept()
  keep.checked = found?.version === 1 // a browser may have remembered the box alone
  if (!keep.checked) return
  for (const [place, [question, answer]] of Object.entries(found.answers)) {
    growTo(place)
    const controls = fields.get(place)
    if (!controls || !write(controls, answer)) homeless[place] = [question, answer]
  }
  tables.forEach(fold)
  const moved = Object.keys(homeless).length
  above.textContent = fill(texts.restored, { day: said(found.day) }) + (moved ? ` ${fill(texts.moved, { n: moved })}` : "")
}

const said = (iso) => new Date(`${iso}T12:00:00`).toLocaleDateString(language, { dateStyle: "long" })

keep.addEventListener("change", () => {
  if (!keep.checked) {
    forget()
    above.textContent = texts.dropped
  } else if (save()) above.textContent = texts.kept
})
addEventListener("storage", (event) => {
  if ((event.key === key || event.key === null) && !event.newValue && keep.checked) {
    forget() // it was deleted in another tab, which this one must not undo
    above.textContent = texts.dropped
  }
})

/* The file */

function file() {
  const title = document.querySelector("h1").textContent.trim()
  const today = new Date().toLocaleDateString(language, { dateStyle: "long" })
  const lines = [title, today, location.href.split(/[?#]/)[0], ""]
  for (const item of document.querySelectorAll(".handout-form .form-item")) lines.push(...answersOf(item), "")
  const rest = Object.values(homeless)
  if (rest.length) lines.push(texts.older, ...rest.map(([question, answer]) => `${question}: ${answer}`), "")
  return lines.join("\n")
}

/** A question with its answer; a table with those of its cells that have one. */
function answersOf(item) {
  const asked = [...fields.values()].filter(([control]) => item.contains(control))
  const answers = asked.map((controls) => spoken(controls[0], read(controls)))
  const caption = item.querySelector("caption")
  if (!caption) return [questionOf(asked[0]), answers[0] || texts.nothing]
  const cells = asked.map((controls, n) => answers[n] && `${questionOf(controls)}: ${answers[n]}`).filter(Boolean)
  return [caption.textContent.trim(), ...(cells.length ? cells : [texts.nothing])]
}

function spoken(control, answer) {
  if (!answer) return ""
  if (control.type === "checkbox") return texts.ticked
  return control.type === "date" ? said(answer) : answer
}

function download() {
  const name = `${key.split("/").filter(Boolean).pop()}.txt`
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([file()], { type: "text/plain;charset=utf-8" }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000) // once the browser has surely read it
  below.textContent = fill(texts.downloaded, { name })
}

/* Clearing, and whatever else takes words away: it asks first. */

let agreed

function ask(act, question, lost, answer) {
  agreed = act
  sure.querySelector("#worksheet-sure").textContent = question
  sure.querySelector("#worksheet-lost").textContent = lost
  sure.querySelector("[data-worksheet=sure]").textContent = answer
  sure.showModal()
}

function clear() {
  for (const controls of fields.values()) write(controls, "")
  tables.forEach(shrink)
  tables.forEach(fold)
  forget()
  above.textContent = ""
  below.textContent = texts.cleared
}

const does = {
  download,
  clear: () => ask(clear, texts.sure, texts.lost, texts.clear),
  back: () => sure.close(),
  sure: () => {
    sure.close()
    agreed()
  },
}
tools.addEventListener("click", (event) => does[event.target.closest("[data-worksheet]")?.dataset.worksheet]?.())

/* Room for text grows with it, on the page and on paper: an invisible copy of the text holds the place open. */

function makeReady(controls) {
  for (const area of controls.filter((control) => control.type === "textarea")) {
    const room = document.createElement("div")
    room.className = "form-room"
    area.replaceWith(room)
    room.append(area)
  }
  const [control] = controls
  const show = () => {
    control.toggleAttribute("data-empty", !control.value)
    if (control.type === "textarea") control.parentElement.dataset.text = control.value
  }
  for (const sort of ["input", "worksheet"]) control.addEventListener(sort, show)
  show()
}

/* Tables show their first row, and another when it is asked for, also beyond those of the sheet; the last is taken away
   again. On paper all of the sheet are there. */

const tables = [...document.querySelectorAll(".handout-form .form-grid")]
const rowsOf = (table) => [...table.tBodies[0].rows]
const areasOf = (row) => [...row.querySelectorAll("textarea")]

function fold(table) {
  const rows = rowsOf(table)
  const last = rows.filter((row) => areasOf(row).some((area) => area.value)).pop() ?? rows[0]
  rows.forEach((row, n) => row.classList.toggle("later", n > rows.indexOf(last)))
  offer(table)
}

const later = (table) => rowsOf(table).find((row) => row.classList.contains("later"))
const shown = (table) => rowsOf(table).filter((row) => !row.classList.contains("later"))

/** The buttons below a table: those that can do something now. */
function offer(table) {
  const [more, less] = table.nextElementSibling.children
  more.hidden = rowsOf(table).length >= MOST_ROWS && !later(table)
  less.hidden = shown(table).length < 2
}

function another(table) {
  const row = later(table) ?? grow(table)
  row.classList.remove("later")
  offer(table)
  areasOf(row)[0].focus()
}

function takeLast(table) {
  const row = shown(table).pop()
  if (areasOf(row).every((area) => !area.value)) return take(table, row)
  ask(() => take(table, row), texts["take-sure"], texts["take-lost"], texts.take)
}

/** Takes a row away: one that grew is gone, one of the sheet is empty and waits to be asked for. */
function take(table, row) {
  for (const [place, controls] of findFields(row)) {
    write(fields.get(place) ?? controls, "")
    delete homeless[place]
    if ("grown" in row.dataset) fields.delete(place)
  }
  if ("grown" in row.dataset) row.remove()
  else row.classList.add("later")
  if (keep.checked) save()
  offer(table)
  areasOf(shown(table).pop())[0].focus()
}

/** One more row, like the first but empty; its number is in the names of its fields and in what is said of them. */
function grow(table) {
  const number = rowsOf(table).length + 1
  const row = rowsOf(table)[0].cloneNode(true)
  row.dataset.grown = ""
  table.tBodies[0].append(row)
  for (const cell of row.cells) {
    const [area, label] = [cell.querySelector("textarea"), cell.querySelector("label")]
    for (const name of ["id", "name"]) area[name] = area[name].replace(/-1(-\d+)$/, `-${number}$1`)
    label.htmlFor = area.id
    label.textContent = ""
    label.append(...named(table.tHead.rows[0].cells[cell.cellIndex].textContent, number))
    area.value = ""
    cell.textContent = ""
    cell.append(label, area)
  }
  for (const [place, controls] of findFields(row)) {
    fields.set(place, controls)
    makeReady(controls)
  }
  return row
}

/** What names a field of a table: its column, which is seen, and its row, which is heard. */
function named(column, row) {
  const [before, after] = fill(texts.cell, { row }).split("{column}")
  const heard = (words) => Object.assign(document.createElement("span"), { className: "unseen", textContent: words })
  return [heard(before), column, heard(after)].filter((part) => part.textContent ?? part)
}

/** Rows until there is one for the place of an answer that is kept, where it is one of a table that is still there. */
function growTo(place) {
  const [, first, number] = /^(.+\/)(\d+)$/.exec(place) ?? []
  const table = fields.get(`${first}1`)?.[0].closest("table")
  if (table && number <= MOST_ROWS) while (rowsOf(table).length < number) grow(table)
}

function shrink(table) {
  for (const row of rowsOf(table).filter((one) => "grown" in one.dataset)) {
    for (const place of findFields(row).keys()) fields.delete(place)
    row.remove()
  }
}

function offerRows(table) {
  const place = document.createElement("div")
  place.className = "form-rows"
  for (const [words, act] of [[texts.another, another], [texts.take, takeLast]]) {
    const button = document.createElement("button")
    Object.assign(button, { type: "button", className: "button", textContent: words })
    button.setAttribute("aria-label", `${words}: ${table.caption.textContent.trim()}`)
    button.addEventListener("click", () => act(table))
    place.append(button)
  }
  table.after(place)
}

for (const controls of fields.values()) makeReady(controls)
for (const table of tables) {
  offerRows(table)
  fold(table)
}
for (const form of document.querySelectorAll(".handout-form")) {
  form.addEventListener("submit", (event) => event.preventDefault()) // the Enter key in a form with one field
  form.addEventListener("input", () => keep.checked && save())
}
restore()
