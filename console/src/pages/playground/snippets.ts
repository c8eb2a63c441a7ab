import type { Deed } from './inputs.ts'

interface Asked {
  deed: Deed
  parameters: Readonly<Record<string, string>>
  sid: string
  token: string
  /** The path below the server. */
  path: string
}

const camel = (name: string) => name.charAt(0).toLowerCase() + name.slice(1)
const snake = (name: string) => camel(name).replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
/** As JavaScript, and languages that took its strings over, write a text. */
const quoted = (text: string) => JSON.stringify(text)
/** As a shell, PHP and Ruby take every character for itself. */
const plain = (text: string, escaped: string) => `'${text.replaceAll("'", escaped)}'`

const nouns = { message: 'messages', call: 'calls', number: 'incomingPhoneNumbers' } as const
const classes = { message: 'Message', call: 'Call', number: 'IncomingPhoneNumber' } as const

/** A request in the languages of those who use the API: with the official SDK where there is one, unchanged under \`trunkline exec\`. */
export const snippets: Readonly<Record<string, (asked: Asked) => string>> = {
  curl: ({ parameters, sid, token, path }) =>
    [
      `curl -u ${sid}:${token} ${location.origin}${path}`,
      ...Object.entries(parameters).map(([name, value]) => `  --data-urlencode ${plain(`${name}=${value}`, "'\\''")}`),
    ].join(' \\\n'),
  Node: ({ deed, parameters }) =>
    [
      `// trunkline exec -- node app.js`,
      `const client = require('twilio')(process.env.TWILIO_ACCOUNT_SID, process.env.TWILIO_AUTH_TOKEN)`,
      `await client.${nouns[deed]}.create({`,
      ...Object.entries(parameters).map(([name, value]) => `  ${camel(name)}: ${quoted(value)},`),
      `})`,
    ].join('\n'),
  Python: ({ deed, parameters }) =>
    [
      `# trunkline exec -- python app.py`,
      `import os`,
      `from twilio.rest import Client`,
      `client = Client(os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"])`,
      `client.${snake(nouns[deed])}.create(`,
      ...Object.entries(parameters).map(
        ([name, value]) => `    ${name === 'From' ? 'from_' : snake(name)}=${quoted(value)},`,
      ),
      `)`,
    ].join('\n'),
  Ruby: ({ deed, parameters }) =>
    [
      `# trunkline exec -- ruby app.rb`,
      `require 'twilio-ruby'`,
      `client = Twilio::REST::Client.new(ENV['TWILIO_ACCOUNT_SID'], ENV['TWILIO_AUTH_TOKEN'])`,
      `client.${snake(nouns[deed])}.create(`,
      ...Object.entries(parameters).map(([name, value]) => `  ${snake(name)}: ${plain(value, "\\'")},`),
      `)`,
    ].join('\n'),
  PHP: ({ deed, parameters }) => {
    const { To, AreaCode, PhoneNumber, ...rest } = parameters
    const options = Object.entries(deed === 'number' ? { AreaCode, PhoneNumber, ...rest } : rest).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    )
    const first =
      deed === 'number' ? '' : deed === 'call' ? `${plain(To ?? '', "\\'")}, ` : `${plain(To ?? '', "\\'")}, `
    const from = deed === 'call' ? `${plain(rest['From'] ?? '', "\\'")}, ` : ''
    const named = options.filter(([name]) => deed !== 'call' || name !== 'From')
    return [
      `// trunkline exec -- php app.php`,
      `$client = new Twilio\\Rest\\Client(getenv('TWILIO_ACCOUNT_SID'), getenv('TWILIO_AUTH_TOKEN'));`,
      `$client->${nouns[deed]}->create(${first}${from}[`,
      ...named.map(([name, value]) => `  '${camel(name)}' => ${plain(value, "\\'")},`),
      `]);`,
    ].join('\n')
  },
  Go: ({ deed, parameters }) =>
    [
      `// trunkline exec -- go run .`,
      `client := twilio.NewRestClient()`,
      `params := &api.Create${classes[deed]}Params{}`,
      ...Object.entries(parameters).map(([name, value]) => `params.Set${name}(${quoted(value)})`),
      `_, err := client.Api.Create${classes[deed]}(params)`,
    ].join('\n'),
  'C#': ({ deed, parameters }) =>
    [
      `// trunkline exec -- dotnet run`,
      `TwilioClient.Init(`,
      `    Environment.GetEnvironmentVariable("TWILIO_ACCOUNT_SID"),`,
      `    Environment.GetEnvironmentVariable("TWILIO_AUTH_TOKEN"));`,
      `${classes[deed]}Resource.Create(`,
      Object.entries(parameters)
        .map(([name, value]) => {
          const kind = name === 'Url' ? 'Uri' : name === 'Body' || name === 'AreaCode' ? null : 'PhoneNumber'
          const type = kind === 'PhoneNumber' ? 'Twilio.Types.PhoneNumber' : 'Uri'
          return `    ${camel(name)}: ${kind === null ? quoted(value) : `new ${type}(${quoted(value)})`}`
        })
        .join(',\n'),
      `);`,
    ].join('\n'),
  Java: ({ parameters, path, sid }) =>
    [
      `// trunkline exec -- java App.java`,
      `var form = ${quoted(new URLSearchParams(parameters).toString())};`,
      `var request = HttpRequest.newBuilder(URI.create(${quoted(`https://api.twilio.com${path.replace(sid, 'ACCOUNT')}`)}.replace("ACCOUNT", System.getenv("TWILIO_ACCOUNT_SID"))))`,
      `    .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(`,
      `        (System.getenv("TWILIO_ACCOUNT_SID") + ":" + System.getenv("TWILIO_AUTH_TOKEN")).getBytes()))`,
      `    .header("Content-Type", "application/x-www-form-urlencoded")`,
      `    .POST(HttpRequest.BodyPublishers.ofString(form)).build();`,
      `HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());`,
    ].join('\n'),
}
