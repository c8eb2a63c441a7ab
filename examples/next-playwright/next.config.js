/** @type {import('next').NextConfig} */
const config = {
  serverExternalPackages: ['twilio'],
}
export default config
