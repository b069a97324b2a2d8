/* SPDX-License-Identifier: MIT */
#include "formats/json_read.h"

#include "purposed/id.h"

#include <assert.h>
#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

/* A double is within a 2^-53th of what was written: rounding what is smaller
 * than this hits the number that was meant. */
#define REAL_MOST 1e15

int
pd_json_read(const char *text, size_t length, json_t **ret)
{
        json_error_t error;
        json_t *value;

        if (length > PD_JSON_READ_MOST)
                return -EBADMSG;
        value = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
        if (value == NULL)
                return json_error_code(&error) == json_error_out_of_memory ? -ENOMEM : -EBADMSG;
        if (!json_is_object(value)) {
                json_decref(value);
                return -EBADMSG;
        }
        *ret = value;
        return 0;
}

json_t *
pd_json_read_free(json_t *object)
{
        json_decref(object);
        return NULL;
}

/* NULL, too, where it stands there as null. */
static const json_t *
known(const json_t *object, const char *key)
{
        const json_t *value = json_object_get(object, key);

        return json_is_null(value) ? NULL : value;
}

int
pd_json_read_number(const json_t *object, const char *key, unsigned decimals, int64_t *ret)
{
        static const int64_t units[] = {1, 10, 100, 1000};
        const json_t *value = known(object, key);
        int64_t whole;
        double real;

        assert(decimals < sizeof(units) / sizeof(units[0]));
        if (value == NULL)
                return -ENOENT;
        if (json_is_integer(value)) {
                if (__builtin_mul_overflow(json_integer_value(value), units[decimals], &whole))
                        return -EINVAL;
                *ret = whole;
                return 0;
        }
        real = json_real_value(value) * (double) units[decimals];
        if (!json_is_real(value) || fabs(real) > REAL_MOST)
                return -EINVAL;
        *ret = llround(real);
        return 0;
}

int
pd_json_read_bool(const json_t *object, const char *key, bool *ret)
{
        const json_t *value = known(object, key);

        if (value == NULL)
                return -ENOENT;
        if (!json_is_boolean(value))
                return -EINVAL;
        *ret = json_is_true(value);
        return 0;
}

int
pd_json_read_text(const json_t *object, const char *key, char *ret, size_t size)
{
        const json_t *value = known(object, key);

        if (value == NULL)
                return -ENOENT;
        if (!json_is_string(value))
                return -EINVAL;
        pd_text_copy(ret, size, json_string_value(value), json_string_length(value));
        return 0;
}

int
pd_json_read_string(const json_t *object, const char *key, const char **ret, size_t *ret_length)
{
        const json_t *value = known(object, key);

        if (value == NULL)
                return -ENOENT;
        if (!json_is_string(value))
                return -EINVAL;
        *ret = json_string_value(value);
        *ret_length = json_string_length(value);
        return 0;
}

int
pd_json_read_object(const json_t *object, const char *key, const json_t **ret)
{
        const json_t *value = known(object, key);

        if (value == NULL)
                return -ENOENT;
        if (!json_is_object(value))
                return -EINVAL;
        *ret = value;
        return 0;
}

const char *
pd_json_read_stranger(const json_t *object, const char *const *keys, size_t n)
{
        for (void *at = json_object_iter((json_t *) object); at != NULL; at = json_object_iter_next((json_t *) object, at)) {
                const char *key = json_object_iter_key(at);
                size_t i = 0;

                while (i < n && strcmp(keys[i], key) != 0)
                        i++;
                if (i == n)
                        return key;
        }
        return NULL;
}
