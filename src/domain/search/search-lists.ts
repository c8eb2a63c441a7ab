import { messageSearch } from './message-search.ts'
import { requestSearch } from './request-search.ts'
import { webhookSearch } from './webhook-search.ts'

/** Every list that can be searched, by its name. */
export const searchLists = { messages: messageSearch, webhooks: webhookSearch, requests: requestSearch } as const
