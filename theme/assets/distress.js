/* Whether what somebody types speaks of distress: then help goes before everything else. Too often is no harm, too seldom
   is. Nothing that is typed is kept or sent. */

const SILENT = /['’‘`´ʼ＇]/gu // can’t, cant
const MARKS = /[\p{M}\u0640]/gu // accents, vowel signs, and what draws Arabic letters out
const WORD = /[\p{L}\p{N}*]+/gu
const SAME = { ß: "ss", ى: "ي", ة: "ه", ı: "i", ø: "o", ł: "l", đ: "d", æ: "ae", œ: "oe" }
const BETWEEN = 2 // other words that may stand between those of a phrase
const LONG = 5 // letters of a word in which one slip is let pass

/** The words of a text as they are compared: without case, accents and apostrophes. */
export function folded(text) {
  const plain = text.replace(SILENT, "").normalize("NFKD").replace(MARKS, "").toLowerCase().replace(MARKS, "")
  return (plain.replace(/[ßىةıøłđæœ]/g, (letter) => SAME[letter]).match(WORD) ?? [])
}

/** Whether two words differ by one slip at most: a letter too many, too few, another one, or two that changed places. */
export function alike(one, other) {
  if (one === other) return true
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  if (long.length - short.length > 1) return false
  let at = 0
  while (at < short.length && short[at] === long[at]) at += 1
  const rest = short.slice(at)
  if (short.length < long.length) return rest === long.slice(at + 1)
  const turned = short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2)
  return turned || rest.slice(1) === long.slice(at + 1)
}

/** Whether a word typed is that of a phrase, where `*` at an end is any letters. */
function fits(word, part) {
  const begun = part.startsWith("*")
  const open = part.endsWith("*")
  const stem = part.replace(/\*/g, "")
  if (begun && open) return word.includes(stem)
  if (begun) return word.endsWith(stem)
  if (open && word.startsWith(stem)) return true
  if (stem.length < LONG || word[0] !== stem[0]) return word === stem
  if (!open) return alike(word, stem)
  return [-1, 0, 1].some((more) => alike(word.slice(0, stem.length + more), stem))
}

function stands(words, parts, from, most) {
  if (!parts.length) return true
  const end = Math.min(words.length, from + most + 1)
  for (let at = from; at < end; at += 1) {
    if (fits(words[at], parts[0]) && stands(words, parts.slice(1), at + 1, BETWEEN)) return true
  }
  return false
}

/** A phrase in quotation marks, which must be all that is typed: `"die"` is a word of every German text. */
const whole = (phrase) => phrase.startsWith('"')

/** A function that tells whether a text holds one of the phrases. */
export function distress(phrases) {
  const all = phrases.map((phrase) => ({ parts: folded(phrase), alone: whole(phrase) })).filter(({ parts }) => parts.length)
  return (text) => {
    const words = folded(text).map((word) => word.replace(/\*/g, ""))
    return all.some(({ parts, alone }) =>
      alone ? parts.length === words.length && words.every((word, at) => fits(word, parts[at])) : stands(words, parts, 0, words.length),
    )
  }
}
