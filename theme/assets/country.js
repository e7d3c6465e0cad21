/* The country of a reader, as far as their device tells it, or as they chose it in this tab. Nobody is asked, and nothing is
   sent. What they chose is kept in the tab alone, so that it holds for the next list of numbers too: it is gone with the
   tab, or when they leave by "Leave this site". */
const CHOSEN = "country"

/** What the tab keeps; where that is closed to us, a choice lasts as long as the page. */
function kept(change) {
  try {
    return change(sessionStorage)
  } catch {
    return null
  }
}

/** A language tag's own country; that of `en-US` says nothing, as devices all over the world speak it. */
function region(tag) {
  if (tag === "en-US") return ""
  try {
    return new Intl.Locale(tag).region ?? ""
  } catch {
    return ""
  }
}

const clock = () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? ""

/** Whether a clock is that of a place: `UTC` and its kin are of none. */
const placed = (zone) => zone.includes("/") && !zone.startsWith("Etc/")

/** Of countries with their time zones (`{GB: "Europe/London …"}`), the one that was chosen in this tab, and before that the
    one in which the device is; empty where it is none of them. A number belongs to a place: so the clock goes before the
    language, which counts where the clock is that of no place. */
export function country(zones) {
  const choice = JSON.parse(kept((tab) => tab.getItem(CHOSEN)) ?? "null")
  return choice ? among(choice, zones) : suggested(zones)
}

/** What was chosen on another list, whose countries may be parted in another way: as itself, or as a part of another. */
function among([code, clocks], zones) {
  if (code in zones) return code
  const all = clocks.split(" ").filter(Boolean)
  return Object.keys(zones).find((one) => all.length && all.every((zone) => zones[one].split(" ").includes(zone))) ?? ""
}

function suggested(zones) {
  const zone = clock()
  const found = Object.keys(zones).find((code) => zones[code].split(" ").includes(zone))
  if (found || placed(zone)) return found ?? ""
  return navigator.languages.map(region).find((code) => code in zones) ?? ""
}

/** Keeps a choice in this tab: a country, or what is none of them; nothing for all. */
export function choose(code, zones) {
  if (code) kept((tab) => tab.setItem(CHOSEN, JSON.stringify([code, zones[code] ?? ""])))
  else kept((tab) => tab.removeItem(CHOSEN))
}

/** The name of a country in the language of the page. */
export function named(code) {
  try {
    return new Intl.DisplayNames([document.documentElement.lang], { type: "region" }).of(code)
  } catch {
    return code
  }
}

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"]

/** Where the device is, if it is in none of these countries: the country by its clock, or the town that the clock is named
    by; empty where it does not tell, and where another country was chosen. */
export function elsewhere(zones) {
  const zone = clock()
  if (kept((tab) => tab.getItem(CHOSEN)) || suggested(zones) || !placed(zone)) return ""
  const code = LETTERS.flatMap((one) => LETTERS.map((other) => one + other)).find((code) => clocks(code).includes(zone))
  return code ? named(code) : zone.split("/").pop().replace(/_/g, " ")
}

function clocks(code) {
  const place = new Intl.Locale(`und-${code}`)
  return place.getTimeZones?.() ?? place.timeZones ?? []
}
