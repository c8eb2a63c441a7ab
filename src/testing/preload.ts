import { serverInEnvironment, setVariables, withoutProxy } from './environment.ts'
import { interceptHere } from './intercept.ts'

// Loaded by `node --require` before a program: takes what it asks of the service to the server that its environment names.
const { url } = serverInEnvironment()
if (url !== undefined) {
  setVariables(withoutProxy())
  interceptHere(url)
}
