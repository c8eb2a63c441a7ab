const paths = {
  clip: 'M20 11.5 12 19.5a5 5 0 0 1-7-7l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7L10 17a1.6 1.6 0 0 1-2.3-2.3l7.3-7.3',
  call: 'M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a1 1 0 0 1-1 1A15 15 0 0 1 4 5a1 1 0 0 1 1-1z',
  find: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20',
  menu: 'M4 6h16M4 12h16M4 18h16',
  phone: 'M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2',
  webhook: 'M4 12h10M10 7l5 5-5 5M15 4h4a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1h-4',
  warning: 'M12 4 2.5 20h19zM12 10v4M12 17.2v.3',
  hash: 'M9 4 7 20M17 4l-2 16M4 9h17M3 15h17',
  play: 'M7 4.5v15l12-7.5z',
  chart: 'M4 4v16h16M8 15l4-5 3 3 4-6',
  gear: 'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M5.6 18.4l2.2-2.2M16.2 7.8l2.2-2.2',
  flask: 'M9 3h6M10 3v6L4.5 19a1.3 1.3 0 0 0 1.2 2h12.6a1.3 1.3 0 0 0 1.2-2L14 9V3M7 15h10',
  leave: 'M9 4H5a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h4M15 8l4 4-4 4M19 12H9',
  message: 'M4 5h16v11H9l-5 4z',
} as const
export type IconName = keyof typeof paths

/** A picture beside words that say the same: read out to nobody. */
export function Icon({ name, size = 'size-4' }: { name: IconName; size?: 'size-4' | 'size-5' }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 24 24" className={`${size} shrink-0 fill-none stroke-current stroke-2`}>
      <path d={paths[name]} strokeLinejoin="round" strokeLinecap="round" />
    </svg>
  )
}
