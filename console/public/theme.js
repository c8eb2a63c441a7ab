// Before the first paint: a page that was dark does not flash white. A file of its own, since nothing inline may run.
;(function () {
  let chosen = null
  try {
    chosen = localStorage.getItem('trunkline.theme')
  } catch {
    // Storage may be forbidden: then the system decides.
  }
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
})()
