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
const fields = findFields()
let homeless = {} // answers that were kept and have no place any more

const fill = (text, given) => text.replace(/\{([a-z]+)\}/g, (whole, name) => given[name] ?? whole)

/* Fields: place → its controls, of which a group of radio buttons has several. */

function findFields() {
  const found = new Map()
  for (const control of document.querySelectorAll(".handout-form :is(input, textarea)")) {
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
    const controls = fields.get(place)
    if (!controls || !write(controls, answer)) homeless[place] = [question, answer]
  }
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
  const name = `${key.split("/").filter(Boolean).at(-1)}.txt`
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([file()], { type: "text/plain;charset=utf-8" }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000) // once the browser has surely read it
  below.textContent = fill(texts.downloaded, { name })
}

/* Clearing */

function clear() {
  sure.close()
  for (const controls of fields.values()) write(controls, "")
  forget()
  above.textContent = ""
  below.textContent = texts.cleared
}

const does = { download, clear: () => sure.showModal(), back: () => sure.close(), sure: clear }
tools.addEventListener("click", (event) => does[event.target.closest("[data-worksheet]")?.dataset.worksheet]?.())

/* Room for text grows with it, on the page and on paper: an invisible copy of the text holds the place open. */

for (const area of document.querySelectorAll(".handout-form textarea")) {
  const room = document.createElement("div")
  room.className = "form-room"
  area.replaceWith(room)
  room.append(area)
}
for (const [control] of fields.values()) {
  const show = () => {
    control.toggleAttribute("data-empty", !control.value)
    if (control.type === "textarea") control.parentElement.dataset.text = control.value
  }
  for (const sort of ["input", "worksheet"]) control.addEventListener(sort, show)
  show()
}
for (const form of document.querySelectorAll(".handout-form")) {
  form.addEventListener("submit", (event) => event.preventDefault()) // the Enter key in a form with one field
  form.addEventListener("input", () => keep.checked && save())
}
restore()
