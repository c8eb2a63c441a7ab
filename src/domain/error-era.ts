/** Which codes and words refusals have: those of the documents, or those of the service since July 2024, which tells more apart. */
export const errorEras = ['classic', 'current'] as const
export type ErrorEra = (typeof errorEras)[number]
