/* What somebody meant who mistyped a word: words of the index that are nearly alike, the frequent ones first. */
import { folded } from "./distress.js"

const SHORT = 4 // letters of a word that is looked at: one too many, too few, or two that changed places, no other one
const LONG = 6 // letters of a word in which two slips are let pass
const MOST = 3

/** How many slips lead from one word to another: a letter too many, too few, another one, or two that changed places
    (optimal string alignment). More than `most` is told as `most + 1`. */
function slips(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1
  let [before, last] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= other.length; j += 1) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1)
    }
    if (Math.min(...row) > most) return most + 1
    ;[before, last] = [last, row]
  }
  return last[other.length]
}

/** Whether a word is long enough to be looked at, and neither known nor the beginning of a known one. */
const unknown = (word, known) => word.length >= SHORT && !known.some(([plain]) => plain.startsWith(word))

const letters = (word) => [...word].sort().join("")

/** The known words that are nearest to an unknown one. */
function near(word, known) {
  const most = word.length < LONG ? 1 : 2
  const far = (plain) => word.length === SHORT && plain.length === SHORT && letters(plain) !== letters(word)
  const found = known.map(([plain, shown], rank) => ({ shown, rank, by: far(plain) ? most + 1 : slips(word, plain, most) }))
  const least = Math.min(...found.map((one) => one.by))
  const nearest = least > most ? [] : found.filter((one) => one.by === least)
  return nearest
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map((one) => one.shown)
}

/** The words of the index, from the file that lists them by how often they stand there. */
export const read = (text) => text.split("\n").filter(Boolean).map((word) => [folded(word).join(""), word])

/** What may have been meant, whole and in its order; nothing where every word is known, nor where most are not: that is
    another language, and what it sounds like in ours mocks who wrote it. */
export function suggestions(typed, known) {
  const words = typed.trim().split(/\s+/)
  const plain = words.map((word) => folded(word).join(""))
  const strange = plain.filter((word) => unknown(word, known))
  const looked = plain.filter((word) => word.length >= SHORT)
  if (looked.length > 1 && strange.length * 2 > looked.length) return []
  const meant = plain.map((word) => (strange.includes(word) ? near(word, known) : []))
  const wrong = meant.filter((ways) => ways.length)
  if (!wrong.length) return []
  const count = wrong.length === 1 ? wrong[0].length : 1
  return Array.from({ length: count }, (_, at) => words.map((word, i) => (meant[i].length ? meant[i][Math.min(at, meant[i].length - 1)] : word)).join(" "))
}
