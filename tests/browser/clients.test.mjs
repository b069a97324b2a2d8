// SPDX-License-Identifier: MIT
// mqtt.js hears a session: as it happens, and as somebody who comes when it is over; and it commands. What the packets
// carry (QoS, retain, expiry) is what conf/asyncapi.yaml says. The example for ntfy hands on what was said.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import http from 'node:http'
import { after, before, test } from 'node:test'
import mqtt from 'mqtt'
import { channelOf, commandRefusal, refusal } from './interface.mjs'

const { PD_PORT, PD_TOP } = process.env
const PATIENCE = 120000 // ms; only a failure takes so long
const heard = [], pushed = [], answers = []
let client, server, ntfy

const connect = async (version, listen) => {
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${PD_PORT}`, { protocolVersion: version, clean: true })
    client.on('message', (topic, payload, packet) => listen.push({ topic, payload: payload.toString(), packet }))
    await client.subscribeAsync('purposed/#', { qos: 1 })
    return client
}
const leaf = (messages, name) => messages.filter((message) => message.topic.endsWith(`/${name}`))
const json = (message) => JSON.parse(message.payload)
const until = async (what, condition) => {
    const end = Date.now() + PATIENCE
    for (let found; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
        if ((found = condition())) return found
        assert.ok(Date.now() < end, `waited in vain for ${what}`)
    }
}

// Who commands hears the answer with the transaction of his command.
const ask = async (client, heard, verb, words, how = {}) => {
    const payload = typeof words === 'string' ? words : JSON.stringify(words)
    const before = leaf(heard, 'rsp').length
    await client.publishAsync(`purposed/anna/cmd/${verb}`, payload, { qos: 1, ...how })
    const answer = () => leaf(heard, 'rsp').slice(before).map(json)
        .find((answer) => answer.verb === verb && answer.transaction === (words.transaction ?? null))
    return until(`an answer to ${verb}`, answer)
}

before(async () => {
    client = await connect(5, heard)
    server = http.createServer((request, response) => {
        let body = ''
        request.on('data', (part) => { body += part }).on('end', () => {
            pushed.push(JSON.parse(body))
            response.end('{}')
        })
    })
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    ntfy = spawn(`${PD_TOP}/conf/ntfy/purposed-ntfy`,
        ['anna', `http://127.0.0.1:${server.address().port}/`, 'annas-runs', '-h', '127.0.0.1', '-p', PD_PORT],
        { stdio: 'inherit', detached: true })
    console.log('listening')
    await until('a run', () => leaf(heard, 'session').some((message) => json(message).state === 'running'))
    await until('its first figures', () => leaf(heard, 'live').length > 0)
    for (const words of ['', {}, { transaction: 7 }]) answers.push(await ask(client, heard, 'lap', words))
    const { time } = json(leaf(heard, 'live').at(-1)) // the daemon's clock, which runs faster than ours
    answers.push(await ask(client, heard, 'lap', { transaction: 'mqtt.js', time }))
    await until('a final summary', () => leaf(heard, 'summary').some((message) => json(message).final))
})

after(async () => {
    process.kill(-ntfy.pid) // the shell and its pipe
    server.close()
    await client.endAsync()
})

test('a session is heard whole, and each message is as the document says', () => {
    for (const { topic, payload } of heard)
        assert.equal(channelOf(topic).id === 'cmd' ? commandRefusal(topic, payload) : refusal(topic, payload), undefined)
    const ids = new Set(heard.map(({ topic }) => channelOf(topic).id))
    assert.deepEqual([...ids].sort(), ['alert', 'cmd', 'health', 'info', 'live', 'plan', 'rsp', 'sensor', 'session', 'state',
        'status', 'summary', 'week'])
    assert.ok(leaf(heard, 'live').length > 100)
})

test('QoS, and how long it keeps, are as the document says', () => {
    for (const { topic, packet, payload } of heard.filter(({ topic }) => channelOf(topic).id !== 'cmd')) {
        const { mqtt } = channelOf(topic)
        assert.equal(packet.qos, mqtt.qos, topic)
        assert.equal(packet.retain, false, `${topic}: what happens now is not marked as kept`)
        const expiry = packet.properties?.messageExpiryInterval
        const longer = topic.endsWith('/alert') && ['brief', 'proposal'].includes(JSON.parse(payload).event_type)
        if (!mqtt.messageExpiryInterval) assert.equal(expiry, undefined, topic)
        else if (!longer) assert.ok(expiry > 0 && expiry <= mqtt.messageExpiryInterval, `${topic}: ${expiry} s`)
    }
})

for (const [version, name] of [[5, 'MQTT 5'], [4, 'MQTT 3.1.1']])
    test(`who comes later by ${name} gets what is retained, and nothing else`, async () => {
        const late = []
        const other = await connect(version, late)
        await until('summary and status', () => leaf(late, 'summary').length > 0 && leaf(late, 'status').length > 0)
        for (const { topic, packet } of late) if (packet.retain) assert.ok(channelOf(topic).mqtt.retain, topic)
        assert.deepEqual(json(leaf(late, 'summary')[0]), json(leaf(heard, 'summary').at(-1)))
        assert.equal(leaf(late, 'status')[0].payload, 'online')
        await other.endAsync()
    })

test('what was asked for in the run was done, by whatever payload', () => {
    for (const answer of answers) assert.deepEqual([answer.status, answer.error], ['ok', null], answer.text)
    assert.deepEqual(answers.map((answer) => answer.transaction), [null, null, 7, 'mqtt.js'])
})

for (const [version, name] of [[5, 'MQTT 5'], [4, 'MQTT 3.1.1']])
    test(`a command by ${name} is answered: done, known already, or why not`, async (context) => {
        const own = []
        const other = await connect(version, own)
        context.after(() => other.endAsync())
        const rated = await ask(other, own, 'rpe', { rating: version, transaction: `rpe ${version}` })
        assert.deepEqual([rated.status, rated.error], ['ok', null], rated.text)
        await until('the summary to know it', () => leaf(own, 'summary').some((message) => json(message).rpe === version))
        assert.deepEqual(await ask(other, own, 'rpe', { rating: version, transaction: `rpe ${version}` }), rated) // and is not done twice
        assert.match((await ask(other, own, 'week', '')).text, /\w/)
        for (const [verb, words, error] of [['rpe', '11', 'malformed'], ['rpe', { shoe_size: 42 }, 'malformed'], ['jump', '', 'unknown'],
            ['sensors', 'list', 'not_here'], ['lap', { time: '2020-01-01T00:00:00Z' }, 'too_old'], ['note', 'x'.repeat(5000), 'too_long'],
            ['lap', '', 'refused']]) {
            const answer = await ask(other, own, verb, words)
            assert.deepEqual([answer.status, answer.error], ['error', error], `${verb}: ${answer.text}`)
            assert.equal(refusal('purposed/anna/rsp', JSON.stringify(answer)), undefined)
        }
    })

// As Home Assistant would: buttons are pressed, the switch is turned on and off, an option chosen, a number set.
test('what discovery tells Home Assistant to send is understood', async (context) => {
    const found = []
    const home = await connect(5, found)
    context.after(() => home.endAsync())
    await home.subscribeAsync('homeassistant/device/+/config', { qos: 1 })
    const config = await until('discovery of anna', () => found.find(({ topic }) => topic.endsWith('athlete_anna/config')))
    const says = { button: ({ pl_prs }) => [pl_prs], switch: () => ['ON', 'OFF'], select: ({ ops }) => ops,
        number: ({ min, max }) => [String(min), String(max)] }
    const sent = Object.values(json(config).cmps).filter(({ p }) => p in says)
        .flatMap((component) => says[component.p](component).map((payload) => [component.cmd_t, payload]))
    assert.ok(sent.length > 15 && sent.some(([topic]) => topic.endsWith('/workout')))
    for (const [topic, payload] of sent) {
        const verb = topic.split('/').at(-1)
        assert.equal(commandRefusal(topic, payload), undefined)
        await new Promise((resolve) => setTimeout(resolve, 120)) // no faster than fingers
        const { status, error, text } = await ask(home, found, verb, payload)
        assert.ok(status === 'ok' || error === 'refused', `${verb} ${payload}: ${text}`) // nobody runs
    }
})

test('what is retained is no command', async () => {
    const answer = await ask(client, heard, 'start', '{}', { retain: true })
    assert.deepEqual([answer.status, answer.error], ['error', 'retained'], answer.text)
    await client.publishAsync('purposed/anna/cmd/start', '', { qos: 1, retain: true }) // or it would stay with the broker
})

test('an alert is new each time, and comes to ntfy with its words', async () => {
    const alerts = leaf(heard, 'alert').map(json)
    assert.equal(new Set(alerts.map((alert) => alert.id)).size, alerts.length)
    await until('ntfy to have all of them', () => pushed.length >= alerts.length)
    assert.deepEqual(pushed.map(({ topic, title, message, priority }) => ({ topic, title, message, priority })),
        alerts.map(({ title, message, priority }) => ({ topic: 'annas-runs', title, message, priority })))
    assert.ok(pushed.some(({ tags }) => tags.includes('warning')) && pushed.some(({ tags }) => tags.includes('white_check_mark')))
})
