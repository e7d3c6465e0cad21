/* Leaves at once, by the link or when Esc is pressed three times: "back" does not lead to the page that was left. What was
   opened before it stays in the history. */
const PAUSE = 2000 // milliseconds in which the next press is one of the three

function leave(way) {
  try {
    sessionStorage.clear() // what was chosen and heard in this tab
  } catch {
    // storage is closed: nothing was kept
  }
  document.documentElement.hidden = true // nothing is seen while the other page is on its way
  location.replace(way.href)
}

document.addEventListener("click", (event) => {
  const way = event.target.closest("[data-leave]")
  if (!way) return
  event.preventDefault()
  leave(way)
})

let pressed = 0
let last = 0
// in the capture phase: what a dialog does with its Esc does not stop it
addEventListener(
  "keydown",
  (event) => {
    if (event.repeat) return
    const goesOn = event.key === "Escape" && event.timeStamp - last < PAUSE
    pressed = event.key === "Escape" ? (goesOn ? pressed : 0) + 1 : 0
    last = event.timeStamp
    if (pressed === 3) leave(document.querySelector("[data-leave]"))
  },
  true,
)
