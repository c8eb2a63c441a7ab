/** A text in which what stands between backticks is code. */
export function Coded({ text }: { text: string }) {
  return text.split('`').map((part, i) =>
    i % 2 === 1 ? (
      // Parts have no name but their place.
      // oxlint-disable-next-line react/no-array-index-key
      <code key={i} className="font-mono text-[0.9em]">
        {part}
      </code>
    ) : (
      part
    ),
  )
}
