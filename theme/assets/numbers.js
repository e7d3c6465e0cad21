/* The numbers of one country at a time: that of the reader, as the device suggests, until they choose another. What is
   chosen holds in this tab (country.js). */
import { choose, country, elsewhere } from "./country.js"

const chooser = document.querySelector("[data-where]")
const places = [...document.querySelectorAll("[data-place]")]
const zones = JSON.parse(document.querySelector("[data-zones]").textContent)
const unlisted = document.querySelector("[data-unlisted]")

function show() {
  for (const place of places) place.hidden = !(place.open = place.dataset.place === chooser.value)
  const here = chooser.value === "*" ? elsewhere(zones) : ""
  unlisted.hidden = !here
  unlisted.textContent = here && unlisted.dataset.unlisted.replace("{place}", () => here)
}

const [first] = chooser.options // everywhere else, where the library knows of anything there
chooser.value = country(zones) || first.value
chooser.addEventListener("change", () => {
  choose(chooser.value, zones)
  show()
})
show()
document.querySelector(".numbers").classList.add("placed")
