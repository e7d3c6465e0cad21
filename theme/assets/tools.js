/* Copies an address, and prints: the buttons of partials/tools.html, and those of shows. */
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-print]")
  if (!button) return
  if ("print" in button.dataset) return window.print()
  try {
    await navigator.clipboard.writeText(button.dataset.copy)
    button.parentElement.querySelector("[role=status]").textContent = button.dataset.copied
  } catch {
    getSelection().selectAllChildren(button.parentElement.querySelector(".address")) // to be copied by hand
  }
})
