/* The player of an episode: buttons and a slider over the browser's own audio element, chapters and a transcript that
   follow it. All markup stands in partials/player.html. The place and the speed are kept in this tab (sessionStorage); on the
   device (localStorage) only while the reader has it so. Nothing is sent. */

const player = document.querySelector(".player")
const audio = player.querySelector("audio")
const part = (name) => player.querySelector(`.player-${name}`)
const position = part("position")
const remember = part("remember")
const follow = document.querySelector(".transcript-follow")
const wayBack = document.querySelector(".transcript-back")
const texts = JSON.parse(player.querySelector(".words").textContent) // in the language of the site
const language = document.documentElement.lang
const title = part("now").textContent

const NEAR = 0.05 // seconds: a place sought is met a little before or after
const STEP = 5 // seconds between two notes of the place
const FLAG = "player.remember" // there while the device is to remember
const PLACE = `player.place ${location.pathname}`
const SPEED = "player.speed" // of all episodes

/* Where we are. The sound is not asked for before somebody wants it; until then the place is ours to keep. */

let wanted = 0
let dragged = false
let own = true // a moment that a link led to is the listener's own place only when it is heard, or left for another
const now = () => (audio.readyState ? audio.currentTime : wanted)
const length = () => (Number.isFinite(audio.duration) ? audio.duration : Number(player.dataset.seconds) || Infinity) // nobody may know it of what lies on another host

function goTo(seconds) {
  wanted = Math.min(Math.max(seconds, 0), length())
  if (audio.readyState) audio.currentTime = wanted
  show()
  say()
}

function seek(seconds) {
  goTo(seconds)
  own = true
  keep()
}

function start() {
  if (now() >= length()) goTo(place()) // at the end there is nothing to hear
  if (audio.error) {
    wanted = now()
    audio.load() // after a fault the element asks again only when told to
  }
  audio.play().catch((error) => error.name === "AbortError" || failed())
}

const toggle = () => (audio.paused ? start() : audio.pause())

/* What is shown */

function clock(seconds) {
  const whole = Math.floor(seconds)
  const two = (number) => String(number).padStart(2, "0")
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** A time as it is said: "2 minutes 3 seconds". */
function spoken(seconds) {
  const whole = Math.floor(seconds)
  const units = { hour: Math.floor(whole / 3600), minute: Math.floor(whole / 60) % 60, second: whole % 60 }
  const said = Object.entries(units).filter(([unit, count]) => count || (unit === "second" && !whole))
  const unit = (name) => new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "long" })
  return said.map(([name, count]) => unit(name).format(count)).join(" ")
}

const fill = (text, values) => text.replace(/\{([a-z]+)\}/g, (_, name) => values[name])

function show() {
  const at = dragged ? Number(position.value) : now()
  if (!dragged) position.value = at
  player.style.setProperty("--played", `${(100 * at) / length()}%`)
  const whole = Math.round(length())
  const passed = at >= length() - NEAR ? whole : Math.floor(at) // at the end nothing is left
  part("elapsed").textContent = clock(passed)
  part("left").textContent = Number.isFinite(whole) ? `−${clock(Math.max(whole - passed, 0))}` : ""
  if (document.activeElement !== position) say() // else a screen reader would say each second that passes
  for (const pass of followers) pass(at)
}

function say() {
  const at = dragged ? Number(position.value) : now()
  const whole = Math.round(length())
  const told = Number.isFinite(whole) ? fill(texts.at, { at: spoken(at), whole: spoken(whole) }) : spoken(at)
  position.setAttribute("aria-valuetext", told)
}

function showState() {
  for (const button of document.querySelectorAll("[data-play]")) {
    button.classList.toggle("playing", !audio.paused)
    button.setAttribute("aria-label", audio.paused ? texts.play : texts.pause)
  }
}

function showName(waiting) {
  const chapter = document.querySelector(".chapters [aria-current] .chapter-title")
  part("now").textContent = waiting ? texts.loading : chapter?.textContent ?? title
}

function failed() {
  const link = document.createElement("a")
  link.href = audio.src
  link.download = ""
  link.textContent = texts.download
  part("status").textContent = `${texts.failed} `
  part("status").append(link)
  part("status").scrollIntoView({ block: "nearest" }) // on a phone it may lie below what is seen
  showName(false)
  showState()
}

/** Marks the one of some elements in whose time we are, and says when it is another. */
function follower(elements, changed) {
  const starts = elements.map((element) => Number(element.dataset.at))
  let current
  return (at) => {
    const next = elements.filter((_, index) => starts[index] <= at + NEAR).pop()
    if (next === current) return
    current?.removeAttribute("aria-current")
    next?.setAttribute("aria-current", "true")
    current = next
    changed(next)
  }
}

const followers = [
  follower([...document.querySelectorAll(".chapters [data-at]")], () => showName(false)),
  follower([...document.querySelectorAll(".transcript [data-at]")], sayIt),
]

/* Following along: what is said now stays in sight until the reader scrolls, however little; then it is for the reader to
   return. */

const STARTS = 500 // milliseconds within which a scroll that we asked for begins
const ENDS = 150 // milliseconds after which one that stands still is over
let said = null
let strayed = false
let ours = 0 // the timer of a scroll that we asked for
const follows = () => follow?.checked && !audio.paused

function sayIt(paragraph) {
  said = paragraph
  if (follows() && !strayed) scrollAlong()
}

function letGo() {
  clearTimeout(ours)
  ours = 0
}

function hold(milliseconds) {
  clearTimeout(ours)
  ours = setTimeout(letGo, milliseconds)
}

addEventListener("scroll", () => (ours ? hold(ENDS) : follows() && stray(true)), { passive: true })
for (const hand of ["wheel", "touchmove", "keydown"]) addEventListener(hand, letGo, { passive: true })

function stray(far) {
  strayed = far
  if (wayBack) wayBack.hidden = !(strayed && follow.checked)
}

function scrollAlong() {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches
  hold(STARTS)
  said?.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" })
}

follow?.addEventListener("change", () => {
  stray(false)
  if (follow.checked && !audio.paused) scrollAlong()
})
wayBack?.addEventListener("click", () => {
  stray(false)
  follow.focus({ preventScroll: true }) // the button is gone
  scrollAlong()
})

/* The place from visit to visit */

/** Storage may be forbidden or full: then nothing is kept, and everything else goes on. */
function quietly(act) {
  try {
    return act()
  } catch {
    return null
  }
}

const remembers = () => quietly(() => localStorage.getItem(FLAG)) !== null
const store = () => (remembers() ? localStorage : sessionStorage)
const note = (name, value) => quietly(() => (value ? store().setItem(name, value) : store().removeItem(name)))
const place = () => Number(quietly(() => store().getItem(PLACE))) // no place is 0
let kept = 0

function keep() {
  if (!own) return
  kept = now()
  note(PLACE, audio.ended ? 0 : Math.floor(kept))
}

const speed = () => Number(part("speed").value)

function keepSpeed() {
  audio.defaultPlaybackRate = audio.playbackRate = speed()
  note(SPEED, speed() === 1 ? "" : speed())
}

remember.addEventListener("change", () => {
  const asked = remember.checked
  const before = place()
  quietly(() => {
    if (asked) localStorage.setItem(FLAG, "")
    else for (const key of Object.keys(localStorage)) if (key.startsWith("player.")) localStorage.removeItem(key)
    for (const key of [PLACE, SPEED]) sessionStorage.removeItem(key)
  })
  note(PLACE, before)
  keep()
  keepSpeed()
  remember.checked = remembers()
  const done = remember.checked === asked
  part("status").textContent = done ? (asked ? texts.remembered : texts.forgotten) : texts.forbidden
})
addEventListener("storage", () => (remember.checked = remembers())) // said in another tab
addEventListener("pageshow", () => (remember.checked = remembers()))
addEventListener("pagehide", keep)

/* Moments: #t=123, #t=2:03, #t=90s, #t=1m30s; of a span, #t=10,20, where it begins (Media Fragments URI, 4.2.1) */

const UNITS = { h: 3600, m: 60, s: 1 }

function moment(hash) {
  const [, said = ""] = /^#t=(?:npt:)?([\d:.hms]+)(?:,[\d:.hms]*)?$/.exec(hash) ?? []
  const named = [...said.matchAll(/(\d+(?:\.\d+)?)([hms])/g)]
  if (named.length) return named.reduce((sum, [, count, unit]) => sum + count * UNITS[unit], 0)
  return said ? said.split(":").reduce((sum, one) => sum * 60 + Number(one), 0) : NaN
}

/** Go where the address leads: to a moment, without a sound, and into what is folded. */
function arrive() {
  const target = document.getElementById(quietly(() => decodeURIComponent(location.hash.slice(1))))
  const folded = target?.closest("details:not([open])")
  if (folded) {
    folded.open = true
    target.scrollIntoView()
  }
  const at = moment(location.hash)
  if (!(at >= 0)) return
  own = !audio.paused
  goTo(at)
}

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#t="]')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  seek(moment(link.hash))
  start()
})

part("copy").addEventListener("click", async () => {
  const address = `${player.dataset.address}#t=${Math.floor(now())}`
  const values = { at: clock(now()), address }
  const done = await navigator.clipboard?.writeText(address).then(
    () => true,
    () => false,
  )
  part("status").textContent = fill(done ? texts.copied : texts["by-hand"], values)
})

/* Buttons and keys */

for (const button of document.querySelectorAll("[data-play]")) button.addEventListener("click", toggle)
for (const button of player.querySelectorAll("[data-skip]"))
  button.addEventListener("click", () => seek(now() + Number(button.dataset.skip)))
const [back, forward] = [...player.querySelectorAll("[data-skip]")].map((button) => () => button.click())

position.addEventListener("input", () => {
  dragged = true // heard when it is let go
  show()
  say()
})
position.addEventListener("change", () => {
  dragged = false
  seek(Number(position.value))
})
position.addEventListener("focus", say)
part("speed").addEventListener("change", keepSpeed)

player.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target === part("speed")) return
  const own = event.target === position // its arrows move it, and space presses buttons: what is native stays so
  const keys = { k: toggle, j: back, l: forward }
  Object.assign(keys, own ? { " ": toggle } : { ArrowLeft: back, ArrowRight: forward })
  const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key]
  if (!act) return
  event.preventDefault()
  act()
})

/* The lock screen of a phone, the keys of a headset */

const session = navigator.mediaSession

function tellSession() {
  if (session)
    quietly(() =>
      session.setPositionState({ duration: length(), position: now(), playbackRate: audio.playbackRate }),
    )
}

function introduce() {
  if (!session) return
  const cover = player.querySelector("img")
  const size = `${cover?.getAttribute("width")}x${cover?.getAttribute("height")}`
  const artwork = cover && !cover.src.startsWith("file:") ? [{ src: cover.src, sizes: size }] : [] // no system shows a file
  session.metadata = new MediaMetadata({ title, artist: player.dataset.people, album: player.dataset.show, artwork })
  const actions = {
    play: start,
    pause: () => audio.pause(),
    seekbackward: back,
    seekforward: forward,
    seekto: (details) => seek(details.seekTime),
  }
  for (const [name, act] of Object.entries(actions)) quietly(() => session.setActionHandler(name, act))
}

/* The sound */

audio.addEventListener("loadedmetadata", () => {
  if (wanted) audio.currentTime = wanted
  audio.playbackRate = speed()
  position.max = length()
  show()
})
audio.addEventListener("timeupdate", () => {
  show()
  if (Math.abs(now() - kept) >= STEP) keep()
})
audio.addEventListener("play", () => {
  own = true
  if (follow?.checked) {
    stray(false)
    scrollAlong()
  }
  showState()
  introduce()
  if (moment(location.hash) >= 0) history.replaceState(null, "", location.pathname + location.search) // it is used up
})
audio.addEventListener("pause", () => {
  showState()
  keep()
})
audio.addEventListener("waiting", () => showName(true))
audio.addEventListener("playing", () => {
  part("status").textContent = ""
  showName(false)
})
audio.addEventListener("ended", () => {
  show()
  keep()
})
audio.addEventListener("error", failed)
for (const name of ["playing", "seeked", "ratechange"]) audio.addEventListener(name, tellSession)

remember.checked = remembers()
wanted = place()
const spedUp = [...part("speed").options].find(({ value }) => value === quietly(() => store().getItem(SPEED)))
if (spedUp) spedUp.selected = true
audio.controls = false
player.classList.add("ready")
show()
arrive()
addEventListener("hashchange", arrive)
