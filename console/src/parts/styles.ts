/** How things look that are on every page: one way for each. */
export const look = {
  field: 'min-h-8 rounded-md border border-line bg-surface px-2 py-1 text-ink placeholder:text-muted',
  button:
    'inline-flex min-h-8 items-center justify-center gap-1.5 rounded-md border border-line bg-surface px-2.5 py-1 hover:bg-raised disabled:opacity-50',
  primary: 'min-h-8 rounded-md bg-accent px-3 py-1 font-medium text-on-accent hover:opacity-90 disabled:opacity-50',
  chip: 'inline-flex items-center gap-1 rounded-full border border-line bg-surface px-2 py-0.5 text-xs hover:bg-raised',
  back: 'block w-fit text-accent',
  panel: 'rounded-md border border-line bg-surface',
} as const
