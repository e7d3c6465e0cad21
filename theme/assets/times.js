/* How times are written: in the language of the page, as the reader's country writes it, with hours to 12 or to 24 as the
   reader's device counts them. */

export const language = document.documentElement.lang

/** Some devices name what is no language: `en-US@posix`. */
function known(tag) {
  try {
    return Intl.getCanonicalLocales(tag).length > 0
  } catch {
    return false
  }
}

const own = navigator.languages.filter(known)
const near = own.find((tag) => tag.split("-")[0] === language.split("-")[0]) ?? language
/** With the digits and the calendar of the page: some countries have others, `٧:٣٠` and the year 2569. */
export const country = `${near.split("-u-")[0]}-u-ca-gregory-nu-latn`
export const { hourCycle } = new Intl.DateTimeFormat(own[0], { hour: "numeric" }).resolvedOptions()
export const clock = new Intl.DateTimeFormat(country, { timeStyle: "short", hourCycle })
