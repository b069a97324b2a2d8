// SPDX-License-Identifier: MIT
// conf/asyncapi.yaml holds for all that the stories say, and the files that we hand to others
// (Home Assistant, Node-RED) name only keys, words and topics that are in it.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import Ajv from 'ajv'
import formats from 'ajv-formats'
import { parseDocument, parse } from 'yaml'
import { at, channelOf, commandRefusal, document, ids, keyOf, keysOf, read, refusal } from './interface.mjs'

const { PD_TOP, PD_BUILT } = process.env
const golden = `${PD_TOP}/tests/golden`
const lines = (text) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)])
const walk = (node, visit, where = '') => {
    if (node === null || typeof node !== 'object') return
    visit(node, where)
    for (const [key, child] of Object.entries(node)) walk(child, visit, `${where}/${key}`)
}

// Every message of a story by the daemon's own replay: live and state, too, which the golden files do not keep.
function replay(story, workout, language) {
    const room = fs.mkdtempSync(path.join(os.tmpdir(), 'purposed-documents-'))
    try {
        const table = `${room}/run.csv`, configuration = `${room}/purposed.conf`
        fs.writeFileSync(table, execFileSync(`${PD_BUILT}/tests/fakes/virtual-run`, [`${golden}/${story}.run`], { maxBuffer: 1 << 27 }))
        fs.writeFileSync(configuration, ['[athlete anna]', 'goal = half marathon in spring', 'hr_max = 186 test', 'hr_rest = 52 test',
            'lt1_hr = 152 test', 'lt2_hr = 168 test', 'lt1_speed = 2.90 m/s test', 'lt2_speed = 3.45 m/s test', `language = ${language}`,
            ''].join('\n'), { mode: 0o600 })
        return lines(execFileSync(`${PD_BUILT}/bin/purposectl`, ['replay', '--config', configuration, '--workout', workout, table],
            { maxBuffer: 1 << 27, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
    } finally {
        fs.rmSync(room, { recursive: true })
    }
}

const stories = [['story1', 'recovery 4mi', 'en'], ['story2', 'recovery 5mi', 'de'],
    ['story3', 'hills: 15m easy, 8x (1m30 hills hard, 2m easy), 10m easy', 'en'],
    ['intervals', 'intervals: 12m easy, 6x (400mtr 4:00/km, 90s rest)', 'en'], ['story6', '10km easy', 'de'],
    ['story7', 'long: 90m easy', 'en']]
const replayed = stories.flatMap((story) => replay(...story))
const kept = fs.readdirSync(golden).filter((name) => name.endsWith('.events')).flatMap((name) => lines(read(`tests/golden/${name}`)))

test('it is an AsyncAPI 3 document, by the schema of AsyncAPI', () => {
    const schema = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0.json')
    const ajv = formats(new Ajv({ strict: false, meta: false, validateSchema: false })) // it brings its own draft 7
    const validate = ajv.compile(schema)
    assert.ok(validate(document), ajv.errorsText(validate.errors))
    assert.ok(!validate({ ...document, channel: {} }))
})

test('every object asks for all its keys and takes no other', () => {
    walk(document.components.schemas, (node, where) => {
        if (node.type !== 'object' || where === '/command') return // what is said to us may be left out
        assert.deepEqual(node.required, Object.keys(node.properties), where)
        assert.equal(node.additionalProperties, false, where)
    })
})

test('every reference leads somewhere, and every channel is sent or heard', () => {
    walk(document, (node, where) => node.$ref && assert.ok(at(node.$ref), `${where}: ${node.$ref}`))
    for (const id of ids) assert.equal(document.operations[id].action, id === 'cmd' ? 'receive' : 'send')
})

test('all messages of the stories are as it says', () => {
    assert.ok(replayed.length > 20000 && kept.length > 100)
    for (const [topic, payload] of [...replayed, ...kept]) assert.equal(refusal(topic, payload), undefined)
    const heard = new Set([...replayed, ...kept].map(([topic]) => channelOf(topic).id))
    for (const id of ['live', 'state', 'alert', 'session', 'summary', 'plan', 'sensor']) assert.ok(heard.has(id), id)
})

test('a message with a key less, a key more or another word is refused', () => {
    for (const id of ['live', 'alert', 'session', 'summary', 'plan', 'sensor']) {
        const [topic, payload] = replayed.find(([topic]) => channelOf(topic).id === id)
        const message = JSON.parse(payload)
        for (const key of Object.keys(message)) {
            const { [key]: _, ...less } = message
            assert.match(refusal(topic, JSON.stringify(less)) ?? '', new RegExp(`required property '${key}'`), `${id} without ${key}`)
        }
        assert.match(refusal(topic, JSON.stringify({ ...message, shoe_size: 42 })) ?? '', /additional properties/)
    }
    const [topic, payload] = replayed.find(([topic]) => topic.endsWith('/live'))
    assert.match(refusal(topic, JSON.stringify({ ...JSON.parse(payload), intensity: 'medium' })) ?? '', /allowed values/)
    assert.match(refusal(topic, JSON.stringify({ ...JSON.parse(payload), hr_bpm: '140' })) ?? '', /integer/)
    assert.match(refusal('purposed/anna/shoes', '{}'), /no channel/)
})

test('its words are those of the code, all of them', () => {
    const { schemas } = document.components
    for (const [file, name, words, without = []] of [
        ['alert.c', 'ALERT', schemas.event_type.enum], ['intensity.c', 'INTENSITY', schemas.intensity.enum],
        ['purpose.c', 'PURPOSE', schemas.purpose.enum, ['none']], ['target.c', 'TARGET', schemas.live.properties.target_state.enum],
        ['doubt.c', 'DOUBT', schemas.live.properties.doubt.enum], ['session/words.c', 'SESSION', schemas.session.properties.state.enum],
        ['session/words.c', 'PURPOSE_RESULT', schemas.summary.properties.purpose_result.enum],
        ['session/words.c', 'VERDICT', schemas.summary.properties.verdict.enum],
        ['session/verdict.c', 'REASON', schemas.summary.properties.reason.enum],
        ['command.c', 'STOP', schemas.summary.properties.stopped.enum],
        ['command.c', 'STOP', schemas.command.properties.reason.enum],
        ['season/week.c', 'WEEK', schemas.week.properties.standing.enum, ['plan', 'literature']],
        ['season/week.c', 'WEEK_BASIS', schemas.week.properties.easy_share_aim_from.enum],
    ]) {
        const prefix = `[PD_${name}_`
        const said = read(`daemon/core/${file}`).replace(/= \{\s+"/g, '= {"').split('\n').map((line) => line.trim())
            .filter((line) => line.startsWith(prefix)).map((line) => line.match(/\] = \{?"(\w+)"/)?.[1])
            .filter((word) => word && !without.includes(word))
        assert.ok(said.length > 1, file)
        assert.deepEqual(new Set(words.filter((word) => word !== null)), new Set(said), file)
    }
})

test('what can be wrong with a sensor is what the code says', () => {
    const said = [...read('include/purposed/troubles.def').matchAll(/PD_TROUBLE\(\w+, "(\w+)"/g)].map(([, word]) => word)
    assert.ok(said.length > 1)
    assert.deepEqual(new Set(document.components.schemas.sensor.properties.trouble.enum), new Set([...said, null]))
})

// --- commands ---

const verbs = [...read('include/purposed/commands.def').matchAll(/PD_COMMAND\(\w+, "([\w-]+)", (\w+), (\w+),/g)]
    .map(([, verb, scope, argument]) => ({ verb, scope, argument }))

test('it has the verbs that an athlete may say, and each takes what the code says', () => {
    const said = verbs.filter(({ verb, scope }) => (scope !== 'NODE' && scope !== 'OWN' && verb !== 'assign') || verb === 'anchors')
    assert.deepEqual(new Set(document.components.parameters.verb.enum), new Set(said.map(({ verb }) => verb)))
    const keys = { NONE: undefined, STOP_REASON: 'reason', MINUTES: 'minutes', RATING: 'rating', TEXT: 'text', WORDS: 'words',
        PLAN: 'words' }
    for (const { verb, argument } of said) assert.equal(keyOf(verb), keys[argument], verb)
})

test('a command with another key, value or verb is refused', () => {
    const topic = (verb) => `purposed/kim/cmd/${verb}`
    for (const [verb, payload] of [['lap', ''], ['lap', '{}'], ['mute', '10'], ['mute', 'OFF'], ['rpe', '{"rating":7,"transaction":"a"}'],
        ['stop', 'pain'], ['swap', 'today tomorrow'], ['plan', '{"plan":"goal: {}\\n"}']])
        assert.equal(commandRefusal(topic(verb), payload), undefined, `${verb} ${payload}`)
    for (const [verb, payload] of [['lap', '1'], ['rpe', '11'], ['rpe', '{"minutes":7}'], ['stop', 'rain'], ['jump', ''],
        ['mute', '{"minutes":0}'], ['note', '{"text":"x","shoe_size":42}'], ['sensors', 'list']])
        assert.notEqual(commandRefusal(topic(verb), payload), undefined, `${verb} ${payload}`)
})

// --- Home Assistant ---

const home = (name) => {
    const input = { tag: '!input', resolve: (text) => ({ input: text }) }
    const result = parseDocument(read(`conf/home-assistant/${name}`), { customTags: [input] })
    assert.deepEqual([...result.errors, ...result.warnings].map(String), [])
    return result.toJS()
}
const inputsOf = (inputs) => Object.entries(inputs).flatMap(([name, input]) => input.input ? inputsOf(input.input) : [name])
const texts = (root) => {
    const found = []
    walk(root, (node) => Object.values(node).forEach((value) => typeof value === 'string' && found.push(value)))
    return found
}
const named = (root, pattern) => texts(root).flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1]))

test('the blueprint uses each of its inputs, and no other', () => {
    const { blueprint, ...body } = home('purposed-coach.yaml')
    const used = new Set()
    walk(body, (node) => typeof node.input === 'string' && used.add(node.input))
    assert.deepEqual([...used].sort(), inputsOf(blueprint.input).sort())
})

test('the blueprint listens to topics that are, and names keys and words that are', () => {
    const { blueprint, ...body } = home('purposed-coach.yaml')
    const topics = body.triggers.filter((trigger) => trigger.trigger === 'mqtt').map((trigger) => trigger.topic)
    assert.deepEqual(topics.map((topic) => channelOf(topic.replace(/\{\{ base \}\}/, 'purposed').replace(/\{\{ athlete \}\}/, 'kim')).id),
        ['alert', 'state', 'rsp'])
    const keys = named(body, /\bheard\.(\w+)/g)
    assert.ok(keys.length > 10)
    for (const key of keys) assert.ok(['alert', 'live', 'rsp'].some((id) => keysOf(id).includes(key)), key)
    const { event_type: types, intensity } = document.components.schemas
    for (const type of named(body, /heard\.event_type [!=]= '(\w+)'/g)) assert.ok(types.enum.includes(type), type)
    for (const name of Object.keys(body.variables.colours)) assert.ok(intensity.enum.includes(name), name)
    walk(blueprint, (node) => node.multiple && node.options && assert.deepEqual(node.options, types.enum))
})

test('what the buttons of the blueprint send is what she may say', () => {
    const offered = named(home('purposed-coach.yaml').actions, /\['([\w-]+(?:\/[\w ]+)?)', '[\w ]+'\]/g)
    assert.ok(offered.length >= 11)
    for (const command of offered) {
        const [verb, words = ''] = command.split('/')
        assert.equal(commandRefusal(`purposed/kim/cmd/${verb}`, words), undefined)
    }
})

test('the dashboard names entities and keys that are', () => {
    const content = home('dashboard.yaml')
    const row = /(?:RUN|LAST|WEEK|BUTTON)\("(\w+)"|PD_DEVICE_ATHLETE, "(\w+)"|COMMANDS\("\w+", "(\w+)"|\.key = "(\w+)"/g
    const table = [...read('daemon/mqtt/entities.c').matchAll(row)]
        .map((match) => match.slice(1).find((name) => name !== undefined))
    const entities = named(content, /^(?:sensor|binary_sensor|button|switch|select|number)\.kim_(\w+)$/g)
    assert.ok(entities.length > 15)
    for (const entity of [...entities, ...named(content, /'(?:event|sensor)\.kim_(\w+)'/g)]) assert.ok(table.includes(entity), entity)
    for (const [entity, id] of [['said', 'alert'], ['run', 'summary'], ['week', 'week']]) {
        const keys = named(content, new RegExp(`state_attr\\(${entity}, '(\\w+)'\\)`, 'g'))
        assert.ok(keys.length > 1)
        for (const key of keys) assert.ok(keysOf(id).includes(key), key)
    }
    for (const name of ['recovery', 'easy', 'moderate', 'hard']) assert.ok(keysOf('summary').includes(`${name}_s`))
})

// --- Node-RED ---

test('the Node-RED flow names topics and keys that are, and is wired through', () => {
    const nodes = JSON.parse(read('conf/node-red/purposed-flow.json'))
    const known = new Set(nodes.map((node) => node.id))
    for (const node of nodes) for (const target of (node.wires ?? []).flat()) assert.ok(known.has(target), `${node.id} to ${target}`)
    for (const node of nodes.filter((node) => node.type === 'mqtt in')) {
        assert.equal(channelOf(node.topic.replace('+', 'kim'))?.id, node.name)
        assert.equal(Number(node.qos), channelOf(node.topic.replace('+', 'kim')).mqtt.qos)
    }
    const code = (id) => { const node = nodes.find((node) => node.id === id); return node.func ?? node.format }
    for (const [id, pattern, leaf] of [
        ['purposed-figures', /\blive\.(\w+)/g, 'live'], ['purposed-gauge-colour', /\bfigures\.(\w+)/g, 'live'],
        ['purposed-alerts', /\balert\.(\w+)/g, 'alert'], ['purposed-remember', /\balert\.(\w+)/g, 'alert'],
        ['purposed-summary-card', /\brun\.(\w+)/g, 'summary'], ['purposed-controls', /\bsession\.(\w+)/g, 'session'],
        ['purposed-week-card', /\bweek\.(\w+)/g, 'week'], ['purposed-ask', /\banswer\.(\w+)/g, 'rsp'],
    ]) {
        const keys = [...code(id).matchAll(pattern)].map((match) => match[1])
        assert.ok(keys.length > 0, id)
        for (const key of keys) assert.ok(keysOf(leaf).includes(key) || key === 'cleared', `${id}: ${key}`)
    }
})

test('what the buttons of the page send is what she may say', () => {
    const code = JSON.parse(read('conf/node-red/purposed-flow.json')).map((node) => node.format ?? '').join('\n')
    const pressed = [...code.matchAll(/\{ (verb: [^}]+) \}/g)].map(([, body]) => new Function('n', `return { ${body} }`)(7))
    assert.ok(pressed.length >= 10)
    for (const { verb, ...words } of pressed)
        assert.equal(commandRefusal(`purposed/kim/cmd/${verb}`, JSON.stringify({ ...words, transaction: 'page' })), undefined)
})
