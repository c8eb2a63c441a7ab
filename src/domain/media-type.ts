/** The types of media that may be sent, as the service lists them: no HTML, no SVG, no script. */
const accepted: ReadonlySet<string> = new Set([
  ...'jpeg jpg gif png bmp tiff webp heic heif'.split(' ').map((type) => `image/${type}`),
  ...'basic l24 mp4 mpeg ogg aac vorbis vnd.rn-realaudio vnd.wave 3gpp 3gpp2 ac3 webm amr-nb amr'
    .split(' ')
    .map((type) => `audio/${type}`),
  ...'mpeg mp4 mpeg4 quicktime webm 3gpp 3gpp2 3gpp-tt h261 h263 h263-1998 h263-2000 h264'
    .split(' ')
    .map((type) => `video/${type}`),
  ...'vcard x-vcard csv rtf richtext calendar directory'.split(' ').map((type) => `text/${type}`),
  ...[
    'pdf',
    'vcard',
    'vnd.apple.pkpass',
    'msword',
    'vnd.ms-excel',
    'vnd.ms-powerpoint',
    'vnd.openxmlformats-officedocument.presentationml.presentation',
    'vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'vnd.openxmlformats-officedocument.wordprocessingml.document',
  ].map((type) => `application/${type}`),
])

/** The type that a Content-Type header names, without its parameters; null for none that may be sent. */
export function mediaTypeOf(header: string | undefined): string | null {
  const type = (header ?? '').split(';')[0]!.trim().toLowerCase()
  return accepted.has(type) ? type : null
}
