/* The numbers of one country at a time: that of the reader, as the device suggests, until they choose another. What is
   chosen is gone with the page. */
import { country } from "./country.js"

const chooser = document.querySelector("[data-where]")
const places = [...document.querySelectorAll("[data-place]")]

function show() {
  for (const place of places) place.hidden = !(place.open = place.dataset.place === chooser.value)
}

const [first] = chooser.options // everywhere else, where the library knows of anything there
chooser.value = country(JSON.parse(document.querySelector("[data-zones]").textContent)) || first.value
chooser.addEventListener("change", show)
show()
