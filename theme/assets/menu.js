/* The menu of a small screen is closed by Esc, and by a tap anywhere else. */
const menu = document.querySelector(".sections details")

document.addEventListener("click", (event) => {
  if (!menu.contains(event.target)) menu.open = false
})
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return
  if (menu.contains(document.activeElement)) menu.firstElementChild.focus()
  menu.open = false
})
