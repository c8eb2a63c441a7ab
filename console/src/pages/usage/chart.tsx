import { useEffect, useRef } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useTheme } from '../../theme.ts'

export interface Line {
  label: string
  values: readonly number[]
  tone: 'accent' | 'warn'
}

/** Lines over days. Whoever cannot see it reads the table below, which says the same. */
export function Chart({ title, dates, lines }: { title: string; dates: readonly string[]; lines: readonly Line[] }) {
  const place = useRef<HTMLDivElement>(null)
  const theme = useTheme()
  useEffect(() => {
    const element = place.current
    if (!element) return undefined
    const color = (name: string) => colorOf(element, name)
    const axis = { stroke: color('muted'), grid: { stroke: color('line'), width: 1 }, ticks: { stroke: color('line') } }
    const plot = new UPlot(
      {
        width: element.clientWidth,
        height: 220,
        axes: [axis, axis],
        series: [
          {},
          ...lines.map(({ label, tone }) => ({
            label,
            stroke: color(tone),
            width: 2,
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
  }, [dates, lines, theme])
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
