/** A property as the API description has it. */
export interface Property {
  name: string
  type: string
  nullable: boolean
  enum?: readonly string[]
  properties?: readonly Property[]
}

const shapes: Readonly<Record<string, RegExp>> = {
  'string(date-time-rfc-2822)':
    /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d \+0000$/,
  'string(phone-number)': /^\+\d{7,15}$/,
  'string(http-method)': /^(GET|POST)$/,
  'string(uri)': /^($|\/2010-04-01\/|https?:\/\/)/,
  'string(currency)': /^[A-Z]{3}$/,
}

/** What is wrong with a property in an answer; nothing when all is right. Some are null although the description says never. */
export function typeFault({ name, type, nullable, enum: words, properties = [] }: Property, holder: unknown): string[] {
  const value = isObject(holder) ? holder[name] : undefined
  if (value === undefined) return [`${name} is missing`]
  if (value === null) return nullable ? [] : [`${name} is null`]
  const [kind = '', format] = type.split(/[()]/)
  if (kind === 'object') {
    if (!isObject(value)) return [`${name} is no object`]
    if (format === 'uri-map')
      return Object.entries(value).flatMap(([key, uri]) =>
        typeof uri === 'string' ? [] : [`${name}.${key} is no uri`],
      )
    return properties.flatMap((property) => typeFault(property, value))
  }
  const text = JSON.stringify(value)
  if (kind === 'integer' ? !Number.isInteger(value) : typeof value !== kind) return [`${name} is ${text}, no ${type}`]
  if (words && !words.some((word) => word === value)) return [`${name} is ${text}, none of ${words.join(', ')}`]
  return typeof value === 'string' && shapes[type]?.test(value) === false ? [`${name} is ${text}, no ${type}`] : []
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
