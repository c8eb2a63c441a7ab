import { useEffect, useRef } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useSpoken } from '../../i18n/words.ts'
import { useTheme } from '../../theme.ts'

export interface Line {
  label: string
  values: readonly number[]
  tone: 'accent' | 'warn'
}

const day = 86_400
/** The lines of the grid stand so many days apart, and so many messages or calls. */
const steps = [1, 2, 7, 14, 28, 56, 112]
const counts = [1, 2, 5]
  .flatMap((one) => [1, 10, 100, 1000, 10_000, 100_000].map((times) => one * times))
  .sort((a, b) => a - b)
/** The scale reaches so far at least, that little does not look like much. */
const fewest = 4

/** Lines over days. Whoever cannot see it reads the table below, which says the same. */
export function Chart({ title, dates, lines }: { title: string; dates: readonly string[]; lines: readonly Line[] }) {
  const place = useRef<HTMLDivElement>(null)
  const theme = useTheme()
  const {
    words: { usage: words },
    language,
  } = useSpoken()
  useEffect(() => {
    const element = place.current
    if (!element) return undefined
    const inWords = (at: number) =>
      new Date(at * 1000).toLocaleDateString(language, { month: 'numeric', day: 'numeric', timeZone: 'UTC' })
    const color = (name: string) => colorOf(element, name)
    const axis = { stroke: color('muted'), grid: { stroke: color('line'), width: 1 }, ticks: { stroke: color('line') } }
    const plot = new UPlot(
      {
        width: element.clientWidth,
        height: 220,
        // Days, not moments: they begin where no clock says so.
        scales: { x: { time: false }, y: { range: (_, _least, most) => [0, Math.max(fewest, most * 1.1)] } },
        axes: [
          { ...axis, incrs: steps.map((days) => days * day), space: 60, values: (_, days) => days.map(inWords) },
          { ...axis, incrs: [...counts] },
        ],
        series: [
          { label: words.date, value: (_, at) => (at === null ? '–' : inWords(at)) },
          ...lines.map(({ label, tone }) => ({
            label,
            stroke: color(tone),
            width: 2,
            value: (_: unknown, count: number | null) => (count === null ? '–' : count.toLocaleString(language)),
            points: { show: true, size: 5 },
          })),
        ],
      },
      [dates.map((date) => Date.parse(date) / 1000), ...lines.map(({ values }) => [...values])],
      element,
    )
    const resized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: 220 }))
    resized.observe(element)
    return () => {
      resized.disconnect()
      plot.destroy()
    }
    // Colours are read when the theme changes.
  }, [dates, lines, theme, words, language])
  return (
    <figure>
      <figcaption className="mb-1 font-semibold">{title}</figcaption>
      <div ref={place} aria-hidden="true" className="w-full overflow-hidden" />
    </figure>
  )
}

/** A colour of the theme as a canvas understands it: what it is here and now. */
function colorOf(element: HTMLElement, name: string): string {
  element.style.color = `var(--${name})`
  const { color } = getComputedStyle(element)
  element.style.color = ''
  return color
}
