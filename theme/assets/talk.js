/* Whether somebody answers just now, by the clock of this device and the hours of the chat; nothing is asked of anybody.
   Without this script the hours stand there alone. */
import { clock, country } from "./times.js"

const MINUTE = 60_000 // milliseconds
const DAY = 24 * 60 // minutes
const WEEK = 7 * DAY
const NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

const minutes = (clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

/** The minute of the week, from Monday, that clocks of a zone show at an instant. */
function minuteOf(zone, instant) {
  const parts = { timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }
  const shown = {}
  for (const { type, value } of new Intl.DateTimeFormat("en-GB", parts).formatToParts(instant)) shown[type] = value
  return NAMES.indexOf(shown.weekday) * DAY + minutes(`${shown.hour}:${shown.minute}`)
}

/** Whether a minute of the week lies in one of the spans; one that ends no later than it starts ends on the day after. */
function isOpenAt(spans, now) {
  return spans.some(({ days, start, end }) => {
    const length = ((minutes(end) - minutes(start) + DAY - 1) % DAY) + 1
    return days.some((day) => (now - day * DAY - minutes(start) + WEEK) % WEEK < length)
  })
}

export const isOpen = ({ spans, zone }, instant) => isOpenAt(spans, minuteOf(zone, instant))

/** The instant at which it opens or closes next; null where it never does. */
export function changes({ spans, zone }, instant) {
  const now = minuteOf(zone, instant)
  const open = isOpenAt(spans, now)
  for (let ahead = 1; ahead <= WEEK; ahead++) {
    if (isOpenAt(spans, now + ahead) === open) continue
    const at = (Math.floor(instant / MINUTE) + ahead) * MINUTE
    const moved = ((minuteOf(zone, at) - now - ahead + 2.5 * WEEK) % WEEK) - WEEK / 2 // clocks are moved until then
    return at - moved * MINUTE
  }
  return null
}

const weekday = new Intl.DateTimeFormat(country, { weekday: "long" })

/** The same where the reader is: until when, or from when on. */
function here({ dataset }, at, open) {
  if (at === null) return ""
  return (open ? dataset.until : dataset.from).replace("{time}", clock.format(at)).replace("{day}", weekday.format(at))
}

function tell() {
  for (const hours of document.querySelectorAll("[data-hours]")) {
    const told = hours.parentElement
    const [kept, now] = [JSON.parse(hours.textContent), Date.now()]
    const [place, own] = ["[data-open]", "[data-here]"].map((what) => told.querySelector(what))
    const open = isOpen(kept, now)
    place.textContent = open ? place.dataset.open : place.dataset.closed
    own.textContent = here(own, changes(kept, now), open)
    told.querySelector(".button").classList.toggle("main", open)
  }
}

tell()
setInterval(tell, 60_000)
