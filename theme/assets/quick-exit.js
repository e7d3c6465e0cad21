/* Leaves at once: "back" does not lead to the page that was left. What was opened before it stays in the history. */
document.addEventListener("click", (event) => {
  const way = event.target.closest("[data-leave]")
  if (!way) return
  event.preventDefault()
  document.documentElement.hidden = true // nothing is seen while the other page is on its way
  location.replace(way.href)
})
