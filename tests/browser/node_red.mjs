// SPDX-License-Identifier: MIT
// node_red.mjs FLOW FOLDER: a folder for Node-RED with the flow as shipped, but for the address of the
// broker, PD_PORT here; and the port of its page in FOLDER/port.
import fs from 'node:fs'
import net from 'node:net'

const [flow, folder] = process.argv.slice(2)
const nodes = JSON.parse(fs.readFileSync(flow, 'utf8'))
for (const node of nodes)
    if (node.type === 'mqtt-broker') Object.assign(node, { broker: '127.0.0.1', port: process.env.PD_PORT })
fs.writeFileSync(`${folder}/flows.json`, JSON.stringify(nodes))

const server = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address()
    fs.writeFileSync(`${folder}/port`, String(port))
    const settings = {
        uiPort: port, uiHost: '127.0.0.1', flowFile: 'flows.json', credentialSecret: false, diagnostics: { enabled: false },
        telemetry: { enabled: false, updateNotification: false }, editorTheme: { tours: false },
        nodesDir: [new URL('node_modules/@flowfuse', import.meta.url).pathname],
    }
    fs.writeFileSync(`${folder}/settings.cjs`, `module.exports = ${JSON.stringify(settings)}\n`)
    server.close()
})
