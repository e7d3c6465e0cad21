/* Whether somebody answers just now, by the clock of this device and the hours of the chat; nothing is asked of anybody.
   Without this script the hours stand there alone. */

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

/** Whether an instant lies in one of the spans; one that ends no later than it starts ends on the day after. */
export function isOpen({ spans, zone }, instant) {
  const now = minuteOf(zone, instant)
  return spans.some(({ days, start, end }) => {
    const length = ((minutes(end) - minutes(start) + DAY - 1) % DAY) + 1
    return days.some((day) => (now - day * DAY - minutes(start) + WEEK) % WEEK < length)
  })
}

function tell() {
  for (const hours of document.querySelectorAll("[data-hours]")) {
    const place = hours.parentElement.querySelector("[data-open]")
    const open = isOpen(JSON.parse(hours.textContent), Date.now())
    place.textContent = open ? place.dataset.open : place.dataset.closed
    hours.parentElement.querySelector(".button").classList.toggle("main", open)
  }
}

tell()
setInterval(tell, 60_000)
