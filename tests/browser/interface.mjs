// SPDX-License-Identifier: MIT
// conf/asyncapi.yaml, read: which channel a topic is of, and what is wrong with a message of it.
import fs from 'node:fs'
import Ajv from 'ajv'
import formats from 'ajv-formats'
import { parse } from 'yaml'

const { PD_TOP } = process.env
export const read = (path) => fs.readFileSync(`${PD_TOP}/${path}`, 'utf8')
export const document = parse(read('conf/asyncapi.yaml'))

const ajv = formats(new Ajv({ allErrors: true, allowUnionTypes: true }))
ajv.addVocabulary(['x-unit', 'x-verbs', 'components', 'schemas'])
ajv.addSchema({ $id: 'interface', components: { schemas: document.components.schemas } })

// "#/a/b" of this document.
export const at = (ref) => ref.slice(2).split('/').reduce((node, key) => node?.[key], document)

const channels = Object.entries(document.channels).map(([id, channel]) => {
    const [message] = Object.values(channel.messages)
    const { contentType = document.defaultContentType, payload } = at(message.$ref)
    const operation = Object.values(document.operations).find((operation) => operation.channel.$ref === `#/channels/${id}`)
    return {
        id,
        levels: channel.address.split('/').length,
        topic: new RegExp(`^${channel.address.replace('{base}', '.+').replace(/\{\w+\}/g, '[^/+#]+')}$`),
        json: contentType === 'application/json',
        schema: at(payload.$ref),
        mqtt: operation?.bindings.mqtt,
        validate: ajv.compile({ $ref: `interface${payload.$ref}` }),
    }
})

// The base may have several levels: …/cmd/plan is not a plan of somebody called cmd.
const deepest = [...channels].sort((a, b) => b.levels - a.levels)
export const channelOf = (topic) => deepest.find((channel) => channel.topic.test(topic))
export const keysOf = (id) => Object.keys(channels.find((channel) => channel.id === id).schema.properties)
export const ids = channels.map((channel) => channel.id)

// What a verb takes, as a key of an object: undefined where it takes nothing.
export const keyOf = (verb) => Object.entries(document.components.schemas.command.properties)
    .find(([, property]) => property['x-verbs']?.includes(verb))?.[0]

// What is wrong with a command, or undefined.
const command = ajv.compile({ $ref: 'interface#/components/schemas/command' })
export function commandRefusal(topic, payload) {
    const [, verb] = topic.match(/\/cmd\/([^/]+)$/) ?? []
    if (channelOf(topic)?.id !== 'cmd' || !document.components.parameters.verb.enum.includes(verb)) return `${topic} is no command`
    if (verb === 'mute' && /^(ON|OFF)$/.test(payload)) return undefined
    const value = payload.startsWith('{') ? JSON.parse(payload) : payload === '' ? {} : { [keyOf(verb) ?? 'nothing']: payload }
    for (const key of Object.keys(value)) {
        const { 'x-verbs': verbs, type } = document.components.schemas.command.properties[key] ?? {}
        if (verbs && !verbs.includes(verb)) return `${verb} takes no ${key}`
        if (type === 'integer' && /^\d+$/.test(value[key])) value[key] = Number(value[key]) // of plain text
    }
    return command(value) ? undefined : `${topic}: ${ajv.errorsText(command.errors)}\n${payload}`
}

// What is wrong with it, or undefined.
export function refusal(topic, payload) {
    const channel = channelOf(topic)
    if (!channel) return `${topic} is in no channel`
    const value = channel.json ? JSON.parse(payload) : payload
    return channel.validate(value) ? undefined : `${topic}: ${ajv.errorsText(channel.validate.errors)}\n${payload}`
}
