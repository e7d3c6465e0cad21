/* Whether this browser keeps pages of the library is shown on every page; the program that keeps them (keeping.js) is
   loaded only then, and for who opens what is said of it. Until somebody presses for it nothing is registered and
   nothing stored. */

const box = document.querySelector(".keep")
const prefix = `kept ${new URL("../", import.meta.url).pathname} ` // of the names of our caches
let ready = false
const load = () =>
  import("./keeping.js")
    .then(({ looked }) => looked)
    .then(() => (ready = true))
    .catch(() => {})
const button = box.querySelector(".keep-page")

if (!navigator.serviceWorker || !window.caches) box.remove() // an old browser, or one that keeps nothing
else {
  box.addEventListener("toggle", load, { once: true })
  button?.addEventListener("click", async () => !ready && (await load()) && button.click()) // a press while it is on its way
  caches.keys().then((names) => names.some((name) => name.startsWith(prefix)) && load(), () => {})
}
