// A whole AT-protocol network (PLC, PDS, AppView) in one process, steered by lines on stdin.
// In: NETWORK = {"plc", "pds", "appview", "ozone"} ports, "pds_options", "postgres" = pid to end with us.
// Out: "READY {urls}" once, then "DONE" after every line "settle". The end of stdin ends everything, so that nothing
// outlives a test run, however it was ended.
import { createInterface } from 'node:readline'
import { TestNetwork } from '@atproto/dev-env'

const want = JSON.parse(process.env.NETWORK)
const stop = () => {
  try { process.kill(want.postgres, 'SIGQUIT') } catch { /* it has gone already */ }
  process.exit(0)
}
process.on('SIGTERM', stop)
process.stdin.on('end', stop)

const letters = [...String(process.pid)].map((digit) => 'abcdefghij'[+digit]).join('')
const network = await TestNetwork.create({
  dbPostgresSchema: letters, // letters and _ only
  plc: { port: want.plc },
  pds: { port: want.pds, ...want.pds_options },
  bsky: { port: want.appview },
  ozone: { port: want.ozone },
})
console.log('READY ' + JSON.stringify({ plc: network.plc.url, pds: network.pds.url, appview: network.bsky.url }))

for await (const line of createInterface({ input: process.stdin })) {
  if (line !== 'settle') continue
  await network.processAll(30000)
  console.log('DONE')
}
