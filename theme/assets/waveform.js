/* The waveform of an episode, drawn behind the slider of its player (partials/player.html, player.js): a bar for each
   hundredth of it, as high as what is there is loud. What was played has another colour, by `--played` in player.css.
   Where the file can't be had, the slider stays as it is. */

const wave = document.querySelector(".player-wave")
const BARS = 100
const LEAST = 0.04 // of the height: what is silent is there, too
const WIDTH = 0.66 // of the room of a bar

/** The mean of the levels that lie in one bar, of several or of a part of one. */
function bar(levels, number) {
  const first = Math.floor((number * levels.length) / BARS)
  const those = levels.slice(first, Math.max(first + 1, Math.floor(((number + 1) * levels.length) / BARS)))
  return those.reduce((sum, level) => sum + level, 0) / those.length
}

function draw({ levels }) {
  const bars = Array.from({ length: BARS }, (_, number) => bar(levels, number))
  const loudest = Math.max(...bars) || 1
  const shape = bars.map((level, number) => {
    const high = Math.max(LEAST, level / loudest)
    return `M${number + (1 - WIDTH) / 2} ${(1 - high).toFixed(2)}h${WIDTH}v${(2 * high).toFixed(2)}h-${WIDTH}z`
  })
  for (const path of wave.children) path.setAttribute("d", shape.join(""))
  wave.classList.add("drawn")
}

fetch(wave.dataset.levels, { priority: "low" })
  .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)))
  .then(draw)
  .catch(() => {}) // without it all goes on
