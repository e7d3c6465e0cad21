/* The country of a reader, as far as their device tells it. Nobody is asked, and nothing is kept or sent. */

/** A language tag's own country; that of `en-US` says nothing, as devices all over the world speak it. */
function region(tag) {
  if (tag === "en-US") return ""
  try {
    return new Intl.Locale(tag).region ?? ""
  } catch {
    return ""
  }
}

/** Of countries with their time zones (`{GB: "Europe/London …"}`), the one in which the device is; empty where it is in
    none of them. A number belongs to a place: so the clock goes before the language, which counts where the clock is
    that of no place. */
export function country(zones) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? ""
  const found = Object.keys(zones).find((code) => zones[code].split(" ").includes(zone))
  if (found || (zone.includes("/") && !zone.startsWith("Etc/"))) return found ?? ""
  return navigator.languages.map(region).find((code) => code in zones) ?? ""
}
