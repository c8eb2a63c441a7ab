import { isCode } from '../../../../lib/codes'

export async function POST(request) {
  const { phone, code } = await request.json()
  if (!isCode(phone, code)) return Response.json({ error: 'That is another code.' }, { status: 403 })
  return Response.json({})
}
