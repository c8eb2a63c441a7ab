// Made by `npm run docs` from src/control: what the control API takes and answers.

export interface ControlApi {
  'GET /phones': {
    path: Record<never, never>
    query: Record<never, never>
    body: Record<never, never>
    answer: {
      phones: readonly {
        phoneNumber: string
        name: string
        behaviour:
          'online' | 'offline' | 'rejects' | 'landline' | 'slow' | 'no-receipts' | 'busy' | 'no-answer' | 'unassigned'
        answers: 'by-itself' | 'by-hand'
      }[]
    }
  }
  'POST /phones': {
    path: Record<never, never>
    query: Record<never, never>
    body: {
      number?: string
      name?: string
      behaviour?:
        'online' | 'offline' | 'rejects' | 'landline' | 'slow' | 'no-receipts' | 'busy' | 'no-answer' | 'unassigned'
      answers?: 'by-itself' | 'by-hand'
    }
    answer: {
      phoneNumber: string
      name: string
      behaviour:
        'online' | 'offline' | 'rejects' | 'landline' | 'slow' | 'no-receipts' | 'busy' | 'no-answer' | 'unassigned'
      answers: 'by-itself' | 'by-hand'
    }
  }
  'GET /phones/{number}': {
    path: { number: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: {
      phoneNumber: string
      name: string
      behaviour:
        'online' | 'offline' | 'rejects' | 'landline' | 'slow' | 'no-receipts' | 'busy' | 'no-answer' | 'unassigned'
      answers: 'by-itself' | 'by-hand'
    }
  }
  'PUT /phones/{number}': {
    path: { number: string }
    query: Record<never, never>
    body: {
      name?: string
      behaviour?:
        'online' | 'offline' | 'rejects' | 'landline' | 'slow' | 'no-receipts' | 'busy' | 'no-answer' | 'unassigned'
      answers?: 'by-itself' | 'by-hand'
    }
    answer: {
      phoneNumber: string
      name: string
      behaviour:
        'online' | 'offline' | 'rejects' | 'landline' | 'slow' | 'no-receipts' | 'busy' | 'no-answer' | 'unassigned'
      answers: 'by-itself' | 'by-hand'
    }
  }
  'DELETE /phones/{number}': {
    path: { number: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: undefined
  }
  'GET /phones/{number}/messages': {
    path: { number: string }
    query: { limit?: number; after?: string; direction?: 'received' | 'all'; wait?: number }
    body: Record<never, never>
    answer: {
      messages: readonly {
        id: string
        at: string
        direction: 'received' | 'sent'
        from: string
        to: string
        body: string
        mediaUrls: readonly string[]
        actions: readonly string[]
        messageSid: string | null
      }[]
    }
  }
  'POST /phones/{number}/messages': {
    path: { number: string }
    query: Record<never, never>
    body: {
      to: string
      body?: string
      media?: readonly ({ url: string } | { contentType: string; base64: string })[]
      lostSegment?: number
    }
    answer: { id: string; from: string; to: string }
  }
  'GET /phones/{number}/messages/{id}/outcome': {
    path: { number: string; id: string }
    query: { wait?: number }
    body: Record<never, never>
    answer: {
      settled: boolean
      stray: boolean
      messageSid: string | null
      webhooks: readonly {
        id: string
        at: string
        kind: string
        duration: number
        method: 'GET' | 'POST'
        url: string
        parameters: readonly (readonly [string, string])[]
        requestHeaders: Readonly<Record<string, string>>
        responseStatus: number | null
        responseHeaders: Readonly<Record<string, string>>
        responseBody: string
        errorCode: number | null
        error: string | null
      }[]
      replies: readonly {
        sid: string
        accountSid: string
        from: string | null
        to: string
        body: string
        status:
          | 'accepted'
          | 'scheduled'
          | 'queued'
          | 'sending'
          | 'sent'
          | 'delivered'
          | 'undelivered'
          | 'failed'
          | 'receiving'
          | 'received'
          | 'read'
          | 'partially_delivered'
          | 'canceled'
        direction: 'inbound' | 'outbound-api' | 'outbound-call' | 'outbound-reply'
        encoding: string
        numSegments: number
        mediaUrls: readonly string[]
        price: string | null
        priceUnit: string
        errorCode: number | null
        messagingServiceSid: string | null
        dateCreated: string
        dateUpdated: string
        dateSent: string | null
      }[]
      alerts: readonly {
        sid: string
        at: string
        level: 'error' | 'warning'
        errorCode: number
        message: string
        requestUrl: string
      }[]
    }
  }
  'GET /phones/{number}/calls': {
    path: { number: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: {
      calls: readonly {
        sid: string
        accountSid: string
        from: string
        to: string
        status: 'queued' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled'
        direction: string
        startTime: string | null
        answeredAt: string | null
        endTime: string | null
        dateCreated: string
        dateUpdated: string
      }[]
    }
  }
  'POST /phones/{number}/calls': {
    path: { number: string }
    query: Record<never, never>
    body: { to: string }
    answer: { callSid: string }
  }
  'POST /phones/{number}/calls/{sid}/answer': {
    path: { number: string; sid: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: undefined
  }
  'POST /phones/{number}/calls/{sid}/reject': {
    path: { number: string; sid: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: undefined
  }
  'POST /phones/{number}/calls/{sid}/digits': {
    path: { number: string; sid: string }
    query: Record<never, never>
    body: { digits: string }
    answer: undefined
  }
  'POST /phones/{number}/calls/{sid}/speech': {
    path: { number: string; sid: string }
    query: Record<never, never>
    body: { words: string }
    answer: undefined
  }
  'POST /phones/{number}/calls/{sid}/hang-up': {
    path: { number: string; sid: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: undefined
  }
  'GET /messages': {
    path: Record<never, never>
    query: {
      limit?: number
      before?: string
      q?: string
      account?: string
      to?: string
      from?: string
      status?:
        | 'accepted'
        | 'scheduled'
        | 'queued'
        | 'sending'
        | 'sent'
        | 'delivered'
        | 'undelivered'
        | 'failed'
        | 'receiving'
        | 'received'
        | 'read'
        | 'partially_delivered'
        | 'canceled'
      direction?: 'inbound' | 'outbound-api' | 'outbound-call' | 'outbound-reply'
    }
    body: Record<never, never>
    answer: {
      messages: readonly {
        sid: string
        accountSid: string
        from: string | null
        to: string
        body: string
        status:
          | 'accepted'
          | 'scheduled'
          | 'queued'
          | 'sending'
          | 'sent'
          | 'delivered'
          | 'undelivered'
          | 'failed'
          | 'receiving'
          | 'received'
          | 'read'
          | 'partially_delivered'
          | 'canceled'
        direction: 'inbound' | 'outbound-api' | 'outbound-call' | 'outbound-reply'
        encoding: string
        numSegments: number
        mediaUrls: readonly string[]
        price: string | null
        priceUnit: string
        errorCode: number | null
        messagingServiceSid: string | null
        dateCreated: string
        dateUpdated: string
        dateSent: string | null
      }[]
      before: string | null
    }
  }
  'GET /messages/{sid}': {
    path: { sid: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: {
      message: {
        sid: string
        accountSid: string
        from: string | null
        to: string
        body: string
        status:
          | 'accepted'
          | 'scheduled'
          | 'queued'
          | 'sending'
          | 'sent'
          | 'delivered'
          | 'undelivered'
          | 'failed'
          | 'receiving'
          | 'received'
          | 'read'
          | 'partially_delivered'
          | 'canceled'
        direction: 'inbound' | 'outbound-api' | 'outbound-call' | 'outbound-reply'
        encoding: string
        numSegments: number
        mediaUrls: readonly string[]
        price: string | null
        priceUnit: string
        errorCode: number | null
        messagingServiceSid: string | null
        dateCreated: string
        dateUpdated: string
        dateSent: string | null
      }
      media: readonly { sid: string; contentType: string; size: number }[]
      feedback: string | null
      events: readonly { at: string; kind: string; detail: Readonly<Record<string, unknown>> }[]
      webhooks: readonly {
        id: string
        at: string
        kind: string
        duration: number
        method: 'GET' | 'POST'
        url: string
        parameters: readonly (readonly [string, string])[]
        requestHeaders: Readonly<Record<string, string>>
        responseStatus: number | null
        responseHeaders: Readonly<Record<string, string>>
        responseBody: string
        errorCode: number | null
        error: string | null
      }[]
      alerts: readonly {
        sid: string
        at: string
        level: 'error' | 'warning'
        errorCode: number
        message: string
        requestUrl: string
      }[]
    }
  }
  'GET /messages/{sid}/media/{mediaSid}': {
    path: { sid: string; mediaSid: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: never
  }
  'GET /strays': {
    path: Record<never, never>
    query: { limit?: number; before?: string }
    body: Record<never, never>
    answer: {
      strays: readonly {
        sid: string
        from: string
        to: string
        body: string
        numMedia: number
        carrier: string
        at: string
      }[]
      before: string | null
    }
  }
  'GET /calls/{sid}': {
    path: { sid: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: {
      call: {
        sid: string
        accountSid: string
        from: string
        to: string
        status: 'queued' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled'
        direction: string
        startTime: string | null
        answeredAt: string | null
        endTime: string | null
        dateCreated: string
        dateUpdated: string
        price: string | null
      }
      transcript: readonly { id: string; at: string; kind: string; detail: Readonly<Record<string, unknown>> }[]
      webhooks: readonly {
        id: string
        at: string
        kind: string
        duration: number
        method: 'GET' | 'POST'
        url: string
        parameters: readonly (readonly [string, string])[]
        requestHeaders: Readonly<Record<string, string>>
        responseStatus: number | null
        responseHeaders: Readonly<Record<string, string>>
        responseBody: string
        errorCode: number | null
        error: string | null
      }[]
    }
  }
  'GET /requests': {
    path: Record<never, never>
    query: { limit?: number; before?: string; q?: string; account?: string; notImplemented?: true }
    body: Record<never, never>
    answer: {
      requests: readonly {
        id: string
        at: string
        accountSid: string | null
        method: string
        path: string
        status: number
        code: number | null
        message: string
        notImplemented: boolean
      }[]
      before: string | null
    }
  }
  'GET /numbers': {
    path: Record<never, never>
    query: { limit?: number; before?: string; account?: string }
    body: Record<never, never>
    answer: {
      numbers: readonly {
        phoneNumber: string
        sid: string
        accountSid: string
        type: 'local' | 'tollfree' | 'mobile'
        isoCountry: string
        capabilities: { voice: boolean; sms: boolean; mms: boolean; fax: boolean }
        friendlyName: string
        smsUrl: string
        smsMethod: 'GET' | 'POST'
        smsFallbackUrl: string
        smsFallbackMethod: 'GET' | 'POST'
        voiceUrl: string
        voiceMethod: 'GET' | 'POST'
        voiceFallbackUrl: string
        voiceFallbackMethod: 'GET' | 'POST'
        statusCallback: string
        statusCallbackMethod: 'GET' | 'POST'
      }[]
      before: string | null
    }
  }
  'GET /numbers/{number}': {
    path: { number: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: {
      phoneNumber: string
      sid: string
      accountSid: string
      type: 'local' | 'tollfree' | 'mobile'
      isoCountry: string
      capabilities: { voice: boolean; sms: boolean; mms: boolean; fax: boolean }
      friendlyName: string
      smsUrl: string
      smsMethod: 'GET' | 'POST'
      smsFallbackUrl: string
      smsFallbackMethod: 'GET' | 'POST'
      voiceUrl: string
      voiceMethod: 'GET' | 'POST'
      voiceFallbackUrl: string
      voiceFallbackMethod: 'GET' | 'POST'
      statusCallback: string
      statusCallbackMethod: 'GET' | 'POST'
    }
  }
  'POST /numbers': {
    path: Record<never, never>
    query: Record<never, never>
    body: { account: string; number?: string; areaCode?: string }
    answer: {
      phoneNumber: string
      sid: string
      accountSid: string
      type: 'local' | 'tollfree' | 'mobile'
      isoCountry: string
      capabilities: { voice: boolean; sms: boolean; mms: boolean; fax: boolean }
      friendlyName: string
      smsUrl: string
      smsMethod: 'GET' | 'POST'
      smsFallbackUrl: string
      smsFallbackMethod: 'GET' | 'POST'
      voiceUrl: string
      voiceMethod: 'GET' | 'POST'
      voiceFallbackUrl: string
      voiceFallbackMethod: 'GET' | 'POST'
      statusCallback: string
      statusCallbackMethod: 'GET' | 'POST'
    }
  }
  'PATCH /numbers/{number}': {
    path: { number: string }
    query: Record<never, never>
    body: {
      friendlyName?: string
      smsUrl?: string
      smsMethod?: 'GET' | 'POST'
      smsFallbackUrl?: string
      smsFallbackMethod?: 'GET' | 'POST'
      voiceUrl?: string
      voiceMethod?: 'GET' | 'POST'
      voiceFallbackUrl?: string
      voiceFallbackMethod?: 'GET' | 'POST'
      statusCallback?: string
      statusCallbackMethod?: 'GET' | 'POST'
    }
    answer: {
      phoneNumber: string
      sid: string
      accountSid: string
      type: 'local' | 'tollfree' | 'mobile'
      isoCountry: string
      capabilities: { voice: boolean; sms: boolean; mms: boolean; fax: boolean }
      friendlyName: string
      smsUrl: string
      smsMethod: 'GET' | 'POST'
      smsFallbackUrl: string
      smsFallbackMethod: 'GET' | 'POST'
      voiceUrl: string
      voiceMethod: 'GET' | 'POST'
      voiceFallbackUrl: string
      voiceFallbackMethod: 'GET' | 'POST'
      statusCallback: string
      statusCallbackMethod: 'GET' | 'POST'
    }
  }
  'DELETE /numbers/{number}': {
    path: { number: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: undefined
  }
  'GET /numbers-for-sale': {
    path: Record<never, never>
    query: { country?: string; type?: 'local' | 'tollfree' | 'mobile'; areaCode?: string }
    body: Record<never, never>
    answer: { numbers: readonly { phoneNumber: string; type: 'local' | 'tollfree' | 'mobile'; isoCountry: string }[] }
  }
  'GET /webhooks': {
    path: Record<never, never>
    query: {
      limit?: number
      before?: string
      q?: string
      account?: string
      subject?: string
      kind?: 'status' | 'media' | 'usage-trigger' | 'caller-id' | 'message' | 'voice' | 'replay'
      failed?: true
    }
    body: Record<never, never>
    answer: {
      webhooks: readonly {
        id: string
        at: string
        kind: string
        accountSid: string
        subject: string
        method: string
        url: string
        responseStatus: number | null
        duration: number
        errorCode: number | null
        error: string | null
      }[]
      before: string | null
    }
  }
  'GET /webhooks/{id}': {
    path: { id: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: {
      id: string
      at: string
      kind: string
      duration: number
      method: 'GET' | 'POST'
      url: string
      parameters: readonly (readonly [string, string])[]
      requestHeaders: Readonly<Record<string, string>>
      responseStatus: number | null
      responseHeaders: Readonly<Record<string, string>>
      responseBody: string
      errorCode: number | null
      error: string | null
      accountSid: string
      subject: string
      hint: string | null
    }
  }
  'POST /webhooks/{id}/replay': {
    path: { id: string }
    query: Record<never, never>
    body: {
      url?: string
      method?: 'GET' | 'POST'
      parameters?: Readonly<Record<string, string>> | readonly (readonly [string, string])[]
      json?: object | readonly unknown[]
    }
    answer: {
      id: string
      at: string
      kind: string
      duration: number
      method: 'GET' | 'POST'
      url: string
      parameters: readonly (readonly [string, string])[]
      requestHeaders: Readonly<Record<string, string>>
      responseStatus: number | null
      responseHeaders: Readonly<Record<string, string>>
      responseBody: string
      errorCode: number | null
      error: string | null
      accountSid: string
      subject: string
      hint: string | null
    }
  }
  'GET /webhooks/{id}/signature': {
    path: { id: string }
    query: { received?: string }
    body: Record<never, never>
    answer: {
      url: string
      method: string
      signed: string
      signature: string | null
      header: string | null
      bodySha256: string | null
      guesses: readonly { mistake: string; words: string; fix: string; signed: string; signature: string | null }[]
      likely: { mistake: string; words: string; fix: string } | null
    }
  }
  'POST /signature-checks': {
    path: Record<never, never>
    query: Record<never, never>
    body: {
      url: string
      signature: string
      method?: 'POST' | 'GET'
      parameters?: Readonly<Record<string, string>> | readonly (readonly [string, string])[]
      body?: string
      account?: string
      authToken?: string
      hosts?: readonly string[]
      secrets?: readonly string[]
    }
    answer: {
      url: string
      method: string
      signed: string
      signature: string | null
      header: string | null
      bodySha256: string | null
      guesses: readonly { mistake: string; words: string; fix: string; signed: string; signature: string | null }[]
      likely: { mistake: string; words: string; fix: string } | null
      valid: boolean
    }
  }
  'POST /webhooks/{id}/diagnosis': {
    path: { id: string }
    query: Record<never, never>
    body: { hosts?: readonly string[]; secrets?: readonly string[]; body?: string }
    answer: {
      likely: { mistake: string; words: string; fix: string } | null
      words: string
      tried: readonly { mistake: string | null; status: number | null }[]
    }
  }
  'GET /alerts': {
    path: Record<never, never>
    query: { limit?: number; before?: string; account?: string; code?: number }
    body: Record<never, never>
    answer: {
      alerts: readonly {
        sid: string
        at: string
        level: 'error' | 'warning'
        errorCode: number
        message: string
        requestUrl: string
        accountSid: string
        subject: string | null
      }[]
      before: string | null
    }
  }
  'GET /alert-codes': {
    path: Record<never, never>
    query: { account?: string }
    body: Record<never, never>
    answer: {
      codes: readonly { errorCode: number; level: 'error' | 'warning'; count: number; first: string; last: string }[]
    }
  }
  'GET /search/keys': {
    path: Record<never, never>
    query: Record<never, never>
    body: Record<never, never>
    answer: {
      lists: Readonly<
        Record<
          string,
          {
            keys: readonly {
              key: string
              words: string
              kind: 'word' | 'text' | 'number' | 'duration' | 'moment'
              expects: string
              values?: readonly string[]
            }[]
            texts: readonly string[]
          }
        >
      >
    }
  }
  'GET /search/index': {
    path: Record<never, never>
    query: Record<never, never>
    body: Record<never, never>
    answer: { upTo: string | null; waiting: number; behind: number }
  }
  'GET /events': {
    path: Record<never, never>
    query: { types?: string; account?: string; subject?: string; q?: string; after?: string }
    body: Record<never, never>
    answer: never
  }
  'GET /faults': {
    path: Record<never, never>
    query: { account?: string }
    body: Record<never, never>
    answer: {
      seed: number
      faults: readonly {
        id: string
        name: string
        on: 'api' | 'webhook' | 'carrier'
        match:
          | {
              method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
              path?: string
              account?: string
              from?: string
              to?: string
            }
          | {
              url?: string
              kind?: 'status' | 'media' | 'usage-trigger' | 'caller-id' | 'message' | 'voice' | 'replay'
              account?: string
              from?: string
              to?: string
              status?:
                | 'accepted'
                | 'scheduled'
                | 'queued'
                | 'sending'
                | 'sent'
                | 'delivered'
                | 'undelivered'
                | 'failed'
                | 'receiving'
                | 'received'
                | 'read'
                | 'partially_delivered'
                | 'canceled'
                | 'ringing'
                | 'in-progress'
                | 'completed'
                | 'busy'
                | 'no-answer'
            }
          | { carrier?: string; kind?: 'message' | 'call'; account?: string; from?: string; to?: string; body?: string }
        effect:
          | { do: 'answer'; status?: number; code?: number; message?: string }
          | { do: 'delay'; ms: number }
          | { do: 'drop'; when: 'before' | 'after' }
          | { do: 'answer'; status: number; body?: string }
          | { do: 'delay'; ms: number }
          | { do: 'drop' }
          | { do: 'duplicate'; copies: number }
          | { do: 'reorder' }
          | { do: 'wrong-signature' }
          | { do: 'reject'; code: number }
          | { do: 'fail'; code: number; status?: 'undelivered' | 'failed' }
          | { do: 'lose-receipt' }
          | { do: 'lose-answer' }
          | { do: 'delay'; ms: number }
          | { do: 'defer'; ms: number }
          | { do: 'duplicate'; copies: number }
          | { do: 'reorder' }
        probability: number
        count: number | null
        accountSid: string | null
        seen: number
        done: number
      }[]
    }
  }
  'POST /faults': {
    path: Record<never, never>
    query: Record<never, never>
    body: {
      name?: string
      on: 'api' | 'webhook' | 'carrier'
      match?:
        | {
            method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
            path?: string
            account?: string
            from?: string
            to?: string
          }
        | {
            url?: string
            kind?: 'status' | 'media' | 'usage-trigger' | 'caller-id' | 'message' | 'voice' | 'replay'
            account?: string
            from?: string
            to?: string
            status?:
              | 'accepted'
              | 'scheduled'
              | 'queued'
              | 'sending'
              | 'sent'
              | 'delivered'
              | 'undelivered'
              | 'failed'
              | 'receiving'
              | 'received'
              | 'read'
              | 'partially_delivered'
              | 'canceled'
              | 'ringing'
              | 'in-progress'
              | 'completed'
              | 'busy'
              | 'no-answer'
          }
        | { carrier?: string; kind?: 'message' | 'call'; account?: string; from?: string; to?: string; body?: string }
      effect:
        | { do: 'answer'; status?: number; code?: number; message?: string }
        | { do: 'delay'; ms: number }
        | { do: 'drop'; when: 'before' | 'after' }
        | { do: 'answer'; status: number; body?: string }
        | { do: 'delay'; ms: number }
        | { do: 'drop' }
        | { do: 'duplicate'; copies: number }
        | { do: 'reorder' }
        | { do: 'wrong-signature' }
        | { do: 'reject'; code: number }
        | { do: 'fail'; code: number; status?: 'undelivered' | 'failed' }
        | { do: 'lose-receipt' }
        | { do: 'lose-answer' }
        | { do: 'delay'; ms: number }
        | { do: 'defer'; ms: number }
        | { do: 'duplicate'; copies: number }
        | { do: 'reorder' }
      probability?: number
      count?: number | null
      accountSid?: string | null
    }
    answer: {
      id: string
      name: string
      on: 'api' | 'webhook' | 'carrier'
      match:
        | {
            method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
            path?: string
            account?: string
            from?: string
            to?: string
          }
        | {
            url?: string
            kind?: 'status' | 'media' | 'usage-trigger' | 'caller-id' | 'message' | 'voice' | 'replay'
            account?: string
            from?: string
            to?: string
            status?:
              | 'accepted'
              | 'scheduled'
              | 'queued'
              | 'sending'
              | 'sent'
              | 'delivered'
              | 'undelivered'
              | 'failed'
              | 'receiving'
              | 'received'
              | 'read'
              | 'partially_delivered'
              | 'canceled'
              | 'ringing'
              | 'in-progress'
              | 'completed'
              | 'busy'
              | 'no-answer'
          }
        | { carrier?: string; kind?: 'message' | 'call'; account?: string; from?: string; to?: string; body?: string }
      effect:
        | { do: 'answer'; status?: number; code?: number; message?: string }
        | { do: 'delay'; ms: number }
        | { do: 'drop'; when: 'before' | 'after' }
        | { do: 'answer'; status: number; body?: string }
        | { do: 'delay'; ms: number }
        | { do: 'drop' }
        | { do: 'duplicate'; copies: number }
        | { do: 'reorder' }
        | { do: 'wrong-signature' }
        | { do: 'reject'; code: number }
        | { do: 'fail'; code: number; status?: 'undelivered' | 'failed' }
        | { do: 'lose-receipt' }
        | { do: 'lose-answer' }
        | { do: 'delay'; ms: number }
        | { do: 'defer'; ms: number }
        | { do: 'duplicate'; copies: number }
        | { do: 'reorder' }
      probability: number
      count: number | null
      accountSid: string | null
      seen: number
      done: number
    }
  }
  'PUT /faults': {
    path: Record<never, never>
    query: Record<never, never>
    body: { seed?: number; faults: readonly object[] }
    answer: {
      seed: number
      faults: readonly {
        id: string
        name: string
        on: 'api' | 'webhook' | 'carrier'
        match:
          | {
              method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
              path?: string
              account?: string
              from?: string
              to?: string
            }
          | {
              url?: string
              kind?: 'status' | 'media' | 'usage-trigger' | 'caller-id' | 'message' | 'voice' | 'replay'
              account?: string
              from?: string
              to?: string
              status?:
                | 'accepted'
                | 'scheduled'
                | 'queued'
                | 'sending'
                | 'sent'
                | 'delivered'
                | 'undelivered'
                | 'failed'
                | 'receiving'
                | 'received'
                | 'read'
                | 'partially_delivered'
                | 'canceled'
                | 'ringing'
                | 'in-progress'
                | 'completed'
                | 'busy'
                | 'no-answer'
            }
          | { carrier?: string; kind?: 'message' | 'call'; account?: string; from?: string; to?: string; body?: string }
        effect:
          | { do: 'answer'; status?: number; code?: number; message?: string }
          | { do: 'delay'; ms: number }
          | { do: 'drop'; when: 'before' | 'after' }
          | { do: 'answer'; status: number; body?: string }
          | { do: 'delay'; ms: number }
          | { do: 'drop' }
          | { do: 'duplicate'; copies: number }
          | { do: 'reorder' }
          | { do: 'wrong-signature' }
          | { do: 'reject'; code: number }
          | { do: 'fail'; code: number; status?: 'undelivered' | 'failed' }
          | { do: 'lose-receipt' }
          | { do: 'lose-answer' }
          | { do: 'delay'; ms: number }
          | { do: 'defer'; ms: number }
          | { do: 'duplicate'; copies: number }
          | { do: 'reorder' }
        probability: number
        count: number | null
        accountSid: string | null
        seen: number
        done: number
      }[]
    }
  }
  'DELETE /faults': {
    path: Record<never, never>
    query: { account?: string }
    body: Record<never, never>
    answer: undefined
  }
  'GET /faults/{id}': {
    path: { id: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: {
      id: string
      name: string
      on: 'api' | 'webhook' | 'carrier'
      match:
        | {
            method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
            path?: string
            account?: string
            from?: string
            to?: string
          }
        | {
            url?: string
            kind?: 'status' | 'media' | 'usage-trigger' | 'caller-id' | 'message' | 'voice' | 'replay'
            account?: string
            from?: string
            to?: string
            status?:
              | 'accepted'
              | 'scheduled'
              | 'queued'
              | 'sending'
              | 'sent'
              | 'delivered'
              | 'undelivered'
              | 'failed'
              | 'receiving'
              | 'received'
              | 'read'
              | 'partially_delivered'
              | 'canceled'
              | 'ringing'
              | 'in-progress'
              | 'completed'
              | 'busy'
              | 'no-answer'
          }
        | { carrier?: string; kind?: 'message' | 'call'; account?: string; from?: string; to?: string; body?: string }
      effect:
        | { do: 'answer'; status?: number; code?: number; message?: string }
        | { do: 'delay'; ms: number }
        | { do: 'drop'; when: 'before' | 'after' }
        | { do: 'answer'; status: number; body?: string }
        | { do: 'delay'; ms: number }
        | { do: 'drop' }
        | { do: 'duplicate'; copies: number }
        | { do: 'reorder' }
        | { do: 'wrong-signature' }
        | { do: 'reject'; code: number }
        | { do: 'fail'; code: number; status?: 'undelivered' | 'failed' }
        | { do: 'lose-receipt' }
        | { do: 'lose-answer' }
        | { do: 'delay'; ms: number }
        | { do: 'defer'; ms: number }
        | { do: 'duplicate'; copies: number }
        | { do: 'reorder' }
      probability: number
      count: number | null
      accountSid: string | null
      seen: number
      done: number
    }
  }
  'DELETE /faults/{id}': {
    path: { id: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: undefined
  }
  'GET /fault-presets': {
    path: Record<never, never>
    query: Record<never, never>
    body: Record<never, never>
    answer: { presets: readonly { name: string; words: string; teaches: string; faults: readonly object[] }[] }
  }
  'POST /fault-presets/{name}': {
    path: {
      name:
        | 'carrier-outage'
        | 'receipt-storm'
        | 'flaky-webhook'
        | 'out-of-order-callbacks'
        | 'duplicate-webhooks'
        | 'forged-webhooks'
        | 'rate-limited'
        | 'lost-answers'
        | 'slow-network'
        | 'lost-receipts'
        | 'undelivered'
    }
    query: Record<never, never>
    body: { account?: string; probability?: number; count?: number | null }
    answer: {
      faults: readonly {
        id: string
        name: string
        on: 'api' | 'webhook' | 'carrier'
        match:
          | {
              method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
              path?: string
              account?: string
              from?: string
              to?: string
            }
          | {
              url?: string
              kind?: 'status' | 'media' | 'usage-trigger' | 'caller-id' | 'message' | 'voice' | 'replay'
              account?: string
              from?: string
              to?: string
              status?:
                | 'accepted'
                | 'scheduled'
                | 'queued'
                | 'sending'
                | 'sent'
                | 'delivered'
                | 'undelivered'
                | 'failed'
                | 'receiving'
                | 'received'
                | 'read'
                | 'partially_delivered'
                | 'canceled'
                | 'ringing'
                | 'in-progress'
                | 'completed'
                | 'busy'
                | 'no-answer'
            }
          | { carrier?: string; kind?: 'message' | 'call'; account?: string; from?: string; to?: string; body?: string }
        effect:
          | { do: 'answer'; status?: number; code?: number; message?: string }
          | { do: 'delay'; ms: number }
          | { do: 'drop'; when: 'before' | 'after' }
          | { do: 'answer'; status: number; body?: string }
          | { do: 'delay'; ms: number }
          | { do: 'drop' }
          | { do: 'duplicate'; copies: number }
          | { do: 'reorder' }
          | { do: 'wrong-signature' }
          | { do: 'reject'; code: number }
          | { do: 'fail'; code: number; status?: 'undelivered' | 'failed' }
          | { do: 'lose-receipt' }
          | { do: 'lose-answer' }
          | { do: 'delay'; ms: number }
          | { do: 'defer'; ms: number }
          | { do: 'duplicate'; copies: number }
          | { do: 'reorder' }
        probability: number
        count: number | null
        accountSid: string | null
        seen: number
        done: number
      }[]
    }
  }
  'GET /accounts': {
    path: Record<never, never>
    query: { limit?: number; before?: string }
    body: Record<never, never>
    answer: {
      accounts: readonly {
        sid: string
        friendlyName: string
        status: string
        type: 'Full' | 'Trial'
        errorEra: 'classic' | 'current' | null
      }[]
      before: string | null
    }
  }
  'POST /accounts': {
    path: Record<never, never>
    query: Record<never, never>
    body: { friendlyName?: string; numbers?: number; type?: 'Full' | 'Trial' }
    answer: {
      sid: string
      friendlyName: string
      status: string
      type: 'Full' | 'Trial'
      errorEra: 'classic' | 'current' | null
      authToken: string
      phoneNumbers: readonly string[]
    }
  }
  'GET /accounts/{sid}': {
    path: { sid: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: {
      sid: string
      friendlyName: string
      status: string
      type: 'Full' | 'Trial'
      errorEra: 'classic' | 'current' | null
    }
  }
  'PATCH /accounts/{sid}': {
    path: { sid: string }
    query: Record<never, never>
    body: { errorEra?: 'classic' | 'current' | null; type?: 'Full' | 'Trial' }
    answer: {
      sid: string
      friendlyName: string
      status: string
      type: 'Full' | 'Trial'
      errorEra: 'classic' | 'current' | null
    }
  }
  'GET /accounts/{sid}/senders': {
    path: { sid: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: { senders: readonly { sender: string; kind: string; country?: string }[] }
  }
  'POST /accounts/{sid}/senders': {
    path: { sid: string }
    query: Record<never, never>
    body: { sender: string }
    answer: { sender: string; kind: string; country?: string }
  }
  'DELETE /accounts/{sid}/senders/{sender}': {
    path: { sid: string; sender: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: undefined
  }
  'GET /accounts/{sid}/permissions': {
    path: { sid: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: { sms: readonly string[] | null; voice: readonly string[] | null }
  }
  'PUT /accounts/{sid}/permissions': {
    path: { sid: string }
    query: Record<never, never>
    body: { sms?: readonly string[] | null; voice?: readonly string[] | null }
    answer: { sms: readonly string[] | null; voice: readonly string[] | null }
  }
  'GET /accounts/{sid}/blocks': {
    path: { sid: string }
    query: { after?: string }
    body: Record<never, never>
    answer: {
      blocks: readonly {
        to: string
        sender: string | null
        kind: 'opted-out' | 'unreachable' | 'not-mobile' | 'not-callable'
      }[]
      after: string | null
    }
  }
  'POST /accounts/{sid}/blocks': {
    path: { sid: string }
    query: Record<never, never>
    body: { to: string; sender?: string; kind?: 'opted-out' | 'unreachable' | 'not-mobile' | 'not-callable' }
    answer: { to: string; sender: string | null; kind: 'opted-out' | 'unreachable' | 'not-mobile' | 'not-callable' }
  }
  'DELETE /accounts/{sid}/blocks': {
    path: { sid: string }
    query: { to: string; sender?: string; kind?: 'opted-out' | 'unreachable' | 'not-mobile' | 'not-callable' }
    body: Record<never, never>
    answer: undefined
  }
  'GET /accounts/{sid}/balance': {
    path: { sid: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: { balance: string; currency: string }
  }
  'PUT /accounts/{sid}/balance': {
    path: { sid: string }
    query: Record<never, never>
    body: { balance: string }
    answer: { balance: string; currency: string }
  }
  'GET /accounts/{sid}/usage': {
    path: { sid: string }
    query: { days?: number }
    body: Record<never, never>
    answer: {
      currency: string
      price: string
      days: readonly { date: string; category: string; count: number; usage: number; price: string }[]
    }
  }
  'GET /services/{sid}/opt-outs': {
    path: { sid: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: {
      optOuts: {
        stop: { keywords: readonly string[]; reply: string }
        start: { keywords: readonly string[]; reply: string }
        help: { keywords: readonly string[]; reply: string }
      } | null
    }
  }
  'PUT /services/{sid}/opt-outs': {
    path: { sid: string }
    query: Record<never, never>
    body: {
      stop: { keywords: readonly string[]; reply: string }
      start: { keywords: readonly string[]; reply: string }
      help: { keywords: readonly string[]; reply: string }
    }
    answer: {
      optOuts: {
        stop: { keywords: readonly string[]; reply: string }
        start: { keywords: readonly string[]; reply: string }
        help: { keywords: readonly string[]; reply: string }
      } | null
    }
  }
  'DELETE /services/{sid}/opt-outs': {
    path: { sid: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: undefined
  }
  'GET /clock': {
    path: Record<never, never>
    query: Record<never, never>
    body: Record<never, never>
    answer: { now: string; state: 'running' | 'frozen'; offset: number }
  }
  'POST /clock/freeze': {
    path: Record<never, never>
    query: Record<never, never>
    body: { at?: string }
    answer: { now: string; state: 'running' | 'frozen'; offset: number }
  }
  'POST /clock/resume': {
    path: Record<never, never>
    query: Record<never, never>
    body: Record<never, never>
    answer: { now: string; state: 'running' | 'frozen'; offset: number }
  }
  'POST /clock/advance': {
    path: Record<never, never>
    query: Record<never, never>
    body: { by?: number | string; to?: string; timeout?: number | string }
    answer: {
      now: string
      state: 'running' | 'frozen'
      offset: number
      settled: boolean
      done: number
      pending: readonly {
        id: string
        deed: string
        accountSid: string | null
        subject: string | null
        due: string
        attempts: number
        leased: boolean
      }[]
    }
  }
  'POST /settle': {
    path: Record<never, never>
    query: Record<never, never>
    body: { account?: string; timeout?: number | string }
    answer: {
      settled: boolean
      pending: readonly {
        id: string
        deed: string
        accountSid: string | null
        subject: string | null
        due: string
        attempts: number
        leased: boolean
      }[]
    }
  }
  'GET /jobs': {
    path: Record<never, never>
    query: { limit?: number; before?: string; account?: string; subject?: string }
    body: Record<never, never>
    answer: {
      jobs: readonly {
        id: string
        deed: string
        accountSid: string | null
        subject: string | null
        due: string
        attempts: number
        leased: boolean
      }[]
      total: number
      before: string | null
    }
  }
  'GET /snapshots': {
    path: Record<never, never>
    query: Record<never, never>
    body: Record<never, never>
    answer: { snapshots: readonly { id: string; at: string }[] }
  }
  'POST /snapshots': {
    path: Record<never, never>
    query: Record<never, never>
    body: Record<never, never>
    answer: { id: string; at: string }
  }
  'POST /snapshots/{id}/restore': {
    path: { id: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: undefined
  }
  'DELETE /snapshots/{id}': {
    path: { id: string }
    query: Record<never, never>
    body: Record<never, never>
    answer: undefined
  }
  'POST /reset': {
    path: Record<never, never>
    query: Record<never, never>
    body: Record<never, never>
    answer: undefined
  }
  'GET /credentials': {
    path: Record<never, never>
    query: Record<never, never>
    body: Record<never, never>
    answer: {
      accountSid: string
      authToken: string
      testAccountSid: string | null
      testAuthToken: string | null
      phoneNumbers: readonly string[]
    }
  }
  'GET /retention': {
    path: Record<never, never>
    query: Record<never, never>
    body: Record<never, never>
    answer: {
      body: { after: string; changed: number; upTo: string | null; waiting: number }
      address: { after: string; changed: number; upTo: string | null; waiting: number }
    }
  }
}
