/* SPDX-License-Identifier: MIT */
#include "formats/plan_keys.h"

#include <stdio.h>
#include <string.h>

#define KEYS_MAX 16

bool
pd_plan_keys_expect(struct pd_plan_reader *reader, const yaml_node_t *node, const char *name, const char *example)
{
        if (node->type == YAML_MAPPING_NODE && node->data.mapping.pairs.top > node->data.mapping.pairs.start)
                return true;
        if (pd_plan_value_is_empty(node) || node->type == YAML_MAPPING_NODE)
                pd_plan_source_fault(&reader->source, node,
                        "Nothing stands under '%s'; write something such as '%s', or leave it out.", name,
                        example);
        else
                pd_plan_source_fault(&reader->source, node, "Under '%s' stand lines with a key and a value, such as '%s'.", name, example);
        return false;
}

const yaml_node_t *
pd_plan_keys_check(struct pd_plan_reader *reader, const yaml_node_t *mapping, const yaml_node_pair_t *pair)
{
        const yaml_node_t *const key = pd_plan_source_node(&reader->source, pair->key);
        char word[PD_PLAN_WORD_SIZE];

        if (key->type != YAML_SCALAR_NODE || key->data.scalar.length == 0) {
                pd_plan_source_fault(&reader->source, key, "A key is one word, such as tuesday, and ':' follows it.");
                return NULL;
        }
        pd_plan_value_word(key, word);
        for (const yaml_node_pair_t *other = mapping->data.mapping.pairs.start; other < pair; other++) {
                const yaml_node_t *const first = pd_plan_source_node(&reader->source, other->key);

                if (first->type != YAML_SCALAR_NODE || strcmp(pd_plan_value_text(first), pd_plan_value_text(key)) != 0)
                        continue;
                pd_plan_source_fault(&reader->source, key, "'%s' stands here twice, first in line %zu: keep one of them.", word,
                        pd_plan_source_line(first));
                return NULL;
        }
        return key;
}

void
pd_plan_keys_unknown(struct pd_plan_reader *reader, const yaml_node_t *key, const char *what, const char *const *keys, size_t n)
{
        char word[PD_PLAN_WORD_SIZE], list[128] = "";
        const char *nearest;

        pd_plan_value_word(key, word);
        nearest = pd_plan_nearest_name(keys, n, word);
        if (nearest != NULL) {
                pd_plan_source_fault(&reader->source, key, "There is no '%s' in %s; did you mean '%s'?", word, what, nearest);
                return;
        }
        for (size_t i = 0; i < n; i++) {
                const size_t at = strlen(list);

                (void) snprintf(list + at, sizeof list - at, "%s%s", i == 0 ? "" : i + 1 == n ? " and " : ", ", keys[i]);
        }
        pd_plan_source_fault(&reader->source, key, "There is no '%s' in %s; it takes %s.", word, what, list);
}

static const struct pd_plan_key *
find(const struct pd_plan_key *keys, const char *word)
{
        for (; keys->key != NULL; keys++)
                if (strcmp(keys->key, word) == 0)
                        return keys;
        return NULL;
}

static void
unknown(struct pd_plan_reader *reader, const yaml_node_t *key, const char *what, const struct pd_plan_key *keys)
{
        const char *names[KEYS_MAX];
        size_t n = 0;

        for (; keys->key != NULL && n < KEYS_MAX; keys++)
                names[n++] = keys->key;
        pd_plan_keys_unknown(reader, key, what, names, n);
}

/* In the order of the table: what comes first there is known to what follows. */
void
pd_plan_keys_read(struct pd_plan_reader *reader, const yaml_node_t *mapping, const char *what, const struct pd_plan_key *keys,
        void *object)
{
        const yaml_node_pair_t *const start = mapping->data.mapping.pairs.start, *const top = mapping->data.mapping.pairs.top;

        for (const yaml_node_pair_t *pair = start; pair < top; pair++) {
                const yaml_node_t *const key = pd_plan_keys_check(reader, mapping, pair);

                if (key != NULL && find(keys, pd_plan_value_text(key)) == NULL)
                        unknown(reader, key, what, keys);
        }
        for (; keys->key != NULL; keys++)
                for (const yaml_node_pair_t *pair = start; pair < top; pair++) {
                        const char *const word = pd_plan_value_text(pd_plan_source_node(&reader->source, pair->key));

                        if (word == NULL || strcmp(word, keys->key) != 0)
                                continue;
                        keys->read(reader, pd_plan_source_node(&reader->source, pair->value), object);
                        break;
                }
}
