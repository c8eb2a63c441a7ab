import type { Resource } from '../../resource.ts'
import { original } from '../../wire/original.ts'
import { callNotifications, notifications, type Shown } from '../notifications.ts'

const { apiVersion: _version, uri: _uri, ...fields } = notifications.fields

export const notifications2008: Resource<Shown> = {
  ...notifications,
  mounts: [{ style: original, path: '/Accounts/:accountSid/Notifications' }],
  fields,
}

export const callNotifications2008: Resource<Shown> = {
  ...callNotifications,
  mounts: [{ style: original, path: '/Accounts/:accountSid/Calls/:callSid/Notifications' }],
  fields,
}
