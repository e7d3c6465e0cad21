/* When meetings are, where the reader is: the next one first, and the table by the reader's days and hours. The page
   knows no clock, and nothing that is chosen here is kept or sent. Without this script the table stands as it is, with
   the hours of each place. */
import { clock, country, hourCycle, language } from "./times.js"

const data = JSON.parse(document.querySelector("[data-held]").textContent)
const words = data.words // in the language of the site
const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone
/* What browsers still call some places. */
const RENAMED = { Calcutta: "Kolkata", Katmandu: "Kathmandu", Kiev: "Kyiv", Rangoon: "Yangon", Saigon: "Ho Chi Minh City" }
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const AHEAD = 400 // days within which the next time is looked for

/* Days are told as the number of days since 1970-01-01, wherever; a wall is what a clock on a wall shows, as if in UTC. */

const toDay = (iso) => Date.parse(`${iso}T00:00Z`) / DAY
const toIso = (day) => new Date(day * DAY).toISOString().slice(0, 10)
const weekday = (day) => (((day + 3) % 7) + 7) % 7 // 0 is Monday

const clocks = new Map()
/** What the clocks of a zone show at an instant. */
function wall(zone, instant) {
  if (!clocks.has(zone)) {
    const parts = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" }
    clocks.set(zone, new Intl.DateTimeFormat("en-US", { timeZone: zone, calendar: "iso8601", hourCycle: "h23", ...parts }))
  }
  const found = {}
  for (const { type, value } of clocks.get(zone).formatToParts(instant)) found[type] = Number(value)
  return Date.UTC(found.year, found.month - 1, found.day, found.hour, found.minute, found.second)
}
const offset = (zone, instant) => wall(zone, instant) - Math.floor(instant / 1000) * 1000

/** The instant at which the clocks of a zone show a time. Where they show it twice, the first; where never, that at which
    they would have shown it, had nobody moved them (RFC 5545, 3.3.5). */
export function instant(zone, day, time) {
  const [hours, minutes] = time.split(":").map(Number)
  const shown = day * DAY + (hours * 60 + minutes) * MINUTE
  const before = offset(zone, shown - DAY)
  for (const one of [before, offset(zone, shown + DAY)]) if (offset(zone, shown - one) === one) return shown - one
  return shown - before
}

const ORDINALS = { first: 1, second: 2, third: 3, fourth: 4, fifth: 5 }
const NAMES = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

function isOfMonth(text, day) {
  const [which, name] = text.split(" ")
  if (NAMES[weekday(day)] !== name) return false
  const date = new Date(day * DAY)
  if (which === "last") return new Date((day + 7) * DAY).getUTCMonth() !== date.getUTCMonth()
  return Math.ceil(date.getUTCDate() / 7) === ORDINALS[which]
}

/** Whether a meeting is held on a day. */
export function isHeld(one, day) {
  const iso = toIso(day)
  if (iso < one.starts || (one.ends && iso > one.ends) || one.not_on.includes(iso)) return false
  if (one.pauses.some(([first, last]) => first <= iso && iso <= last)) return false
  if (one.dates.length) return one.dates.includes(iso)
  if (one.monthly.length) return one.monthly.some((text) => isOfMonth(text, day))
  const monday = (some) => some - weekday(some)
  return one.weekly.includes(weekday(day)) && ((monday(day) - monday(toDay(one.since))) / 7) % one.every === 0
}

/** The beginning of the next time that is not over; `only` one day of the week. */
export function next(one, now, only = null) {
  const today = Math.floor(wall(one.zone, now) / DAY)
  const last = one.dates.length ? Math.max(...one.dates.map(toDay)) : Math.max(today, toDay(one.starts)) + AHEAD
  for (let day = today - 1; day <= last; day++) {
    if ((only === null || weekday(day) === only) && isHeld(one, day)) {
      const begin = instant(one.zone, day, one.time)
      if (begin + one.minutes * MINUTE > now) return begin
    }
  }
  return null
}

/* Words */

const filled = (text, values) => text.replace(/\{([a-z]+)\}/g, (whole, name) => values[name] ?? whole)
const clockThere = new Intl.DateTimeFormat(country, { timeStyle: "short", hourCycle, timeZone: "UTC" })
const weekdays = new Intl.DateTimeFormat(country, { weekday: "long", day: "numeric", month: "long" })
const localDay = (instant) => Math.floor(wall(zone, instant) / DAY)

/** “19:30–20:30”. Over midnight a range would name both days. */
function span(begin, end) {
  return localDay(begin) === localDay(end) ? clock.formatRange(begin, end) : `${clock.format(begin)}–${clock.format(end)}`
}

/** “Today, 19:30”; “Now, until 20:30”. */
function said(one, begin, now) {
  if (begin <= now) return filled(words.now, { end: clock.format(begin + one.minutes * MINUTE) })
  const away = localDay(begin) - localDay(now)
  const text = away === 0 ? words.today : away === 1 ? words.tomorrow : words.later
  return filled(text, { time: clock.format(begin), day: weekdays.format(begin) })
}

/** “in 2 hours”, for what is near. */
function away(begin, now) {
  const minutes = Math.round((begin - now) / MINUTE)
  if (minutes <= 0 || minutes > 36 * 60) return ""
  const say = new Intl.RelativeTimeFormat(language, { numeric: "always" })
  return minutes < 90 ? say.format(minutes, "minute") : say.format(Math.round(minutes / 60), "hour")
}

/* The page of one meeting */

function showOne(place) {
  const [one] = data.held
  const now = Date.now()
  const begin = next(one, now)
  const text = begin === null ? words.nothing : [said(one, begin, now), away(begin, now)].filter(Boolean).join(" · ")
  const line = place.closest("[data-elsewhere]") // of an event, whose day and hour there stand above
  if (line && begin === null) line.textContent = text
  else if (line && !isAway(one, begin) && !away(begin, now)) line.hidden = true // its room stays: nothing below it moves
  else place.textContent = text
}

/* The finder */

const isAway = (one, begin) => offset(one.zone, begin) !== offset(zone, begin)

/** Each line by the reader's day and hour. */
function place(table, now) {
  const hour = (shown) => (shown < 5 ? "night" : shown < 12 ? "morning" : shown < 17 ? "afternoon" : "evening")
  for (const line of table.querySelectorAll("[data-meeting]")) {
    const one = data.held[Number(line.dataset.meeting)]
    const group = line.closest("tbody").dataset.day
    const begin = next(one, now, NAMES.includes(group) ? NAMES.indexOf(group) : null)
    if (begin === null) continue
    const here = wall(zone, begin)
    line.begin = begin
    line.dataset.day = NAMES[weekday(Math.floor(here / DAY))]
    line.dataset.hour = hour(new Date(here).getUTCHours())
    if (isAway(one, begin)) {
      const there = line.querySelector(".zone")
      const time = clockThere.format(Date.parse(`1970-01-01T${one.time}Z`))
      there.textContent = filled(words.there, { time, zone: there.dataset.name })
    } else line.querySelector(".zone").remove()
    line.querySelector(".hours").textContent = span(begin, begin + one.minutes * MINUTE)
  }
}

/** Lines that are on another day for the reader go there. */
function sort(table) {
  const groups = new Map([...table.tBodies].map((group) => [group.dataset.day, group]))
  for (const line of table.querySelectorAll("[data-meeting]")) {
    const group = line.closest("tbody")
    if (NAMES.includes(group.dataset.day) && line.begin) (groups.get(line.dataset.day) ?? made(line.dataset.day)).append(line)
  }
  function made(day) {
    const group = table.createTBody()
    group.dataset.group = ""
    group.dataset.day = day
    const head = group.insertRow().appendChild(document.createElement("th"))
    Object.assign(head, { scope: "rowgroup", colSpan: 2, id: `day-${day}`, textContent: data.days[day] })
    groups.set(day, group)
    return group
  }
  const order = [...NAMES, "monthly", "dates"]
  table.append(...[...table.tBodies].sort((a, b) => order.indexOf(a.dataset.day) - order.indexOf(b.dataset.day)))
  for (const group of table.tBodies) {
    const [head, ...lines] = group.rows
    const hours = (line) => (line.begin ? wall(zone, line.begin) % DAY : 0)
    if (NAMES.includes(group.dataset.day)) group.append(head, ...lines.sort((a, b) => hours(a) - hours(b)))
    if (!lines.length) group.remove()
  }
}

/** The first that is ahead among those that are shown. */
function showNext(table, place) {
  const now = Date.now()
  const ahead = [...table.querySelectorAll("[data-meeting]:not([hidden])")]
    .map((line) => ({ line, one: data.held[Number(line.dataset.meeting)] }))
    .map(({ line, one }) => ({ line, one, begin: next(one, now) }))
    .filter(({ begin }) => begin !== null)
    .sort((a, b) => a.begin - b.begin)
  const first = document.createElement("p")
  place.textContent = ""
  place.append(first)
  if (!ahead.length) {
    first.textContent = words.nothing
    return
  }
  const [{ line, one, begin }] = ahead
  first.className = "next-when"
  const when = document.createElement("strong")
  when.textContent = said(one, begin, now)
  first.append(when)
  if (away(begin, now)) first.append(` · ${away(begin, now)}`)
  const what = [...line.querySelector(".what").cloneNode(true).childNodes]
  place.append(...what)
  place.querySelector(".button")?.classList.add("main")
}

function find(table, found) {
  place(table, Date.now())
  sort(table)
  const name = zone.split("/").pop().replace(/_/g, " ")
  document.querySelector("[data-zone]").textContent = filled(words.zone, { zone: RENAMED[name] ?? name })
  showNext(table, found)
  const again = () => setTimeout(() => showNext(table, found)) // after the list was narrowed down
  const form = document.querySelector("[data-filters]")
  form?.addEventListener("change", again)
  form?.addEventListener("reset", () => setTimeout(again))
  setInterval(() => showNext(table, found), MINUTE)
}

const table = document.querySelector("[data-meetings]")
if (table) find(table, document.querySelector("[data-next-found]"))
const one = document.querySelector("[data-next-when]")
if (one) showOne(one)
