/** Why something that was asked could not be done; nothing where it could. */
export function ShowError({ error }: { error: Error | null }) {
  return error ? (
    <p role="alert" className="rounded-md bg-bad-soft px-2 py-1 text-bad">
      {error.message}
    </p>
  ) : null
}
