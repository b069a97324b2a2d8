/* SPDX-License-Identifier: MIT */
/*
 * inih reads the lines, but its limits are those of whoever built the
 * library: 200 bytes a line and 49 a name, cut in silence; ` ;` begins a
 * comment in the middle of a value; an indented line continues the value
 * above; a section without keys is never mentioned; and only the first error
 * has a line number. Debian can switch some of that at run time, by
 * variables of the library that upstream does not have.
 *
 * So the reader stands between the file and inih. It hands over one prepared
 * line at a time, stripped and short, and keeps the value to itself:
 *
 *   file                            to inih        from inih
 *   `[mqtt]`                        `[mqtt]` `=`   section "mqtt", key ""
 *   `  password = a ;b#c…` (4 KiB)  `password=.`   section "mqtt", key "password"
 *   `# comment`, refused lines      nothing
 */
#include "conf_file.h"

#include <ini.h>

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum heading {
        HEADING_NONE,    /* no section has begun */
        HEADING_OPENING, /* inih has the heading, its opening entry is due */
        HEADING_OPEN,
        HEADING_REFUSED, /* keys that follow belong nowhere */
};

struct reader {
        const struct pd_conf_ops *ops;
        const char *at, *end;
        unsigned line;
        enum heading heading;
        bool stopped;
        char value[PD_CONF_VALUE_MAX + 1];
};

struct span {
        const char *begin;
        size_t size;
};

static bool
is_blank(char c)
{
        return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

static struct span
strip(const char *begin, const char *end)
{
        while (begin < end && is_blank(*begin))
                begin++;
        while (end > begin && is_blank(end[-1]))
                end--;
        return (struct span) { begin, (size_t) (end - begin) };
}

static bool
next_line(struct reader *reader, struct span *ret)
{
        if (reader->stopped || reader->at == reader->end)
                return false;

        const char *newline = memchr(reader->at, '\n', (size_t) (reader->end - reader->at));
        const char *end = newline ? newline : reader->end;

        *ret = strip(reader->at, end);
        reader->at = newline ? newline + 1 : reader->end;
        reader->line++;
        return true;
}

static bool
refuse(struct reader *reader, const char *expected)
{
        if (!reader->ops->refused(reader->ops->user, reader->line, expected))
                reader->stopped = true;
        return false;
}

/* Only letters that mean nothing to inih. */
static bool
key_valid(struct span key)
{
        for (size_t i = 0; i < key.size; i++) {
                char c = key.begin[i];
                if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '_' && c != '-')
                        return false;
        }
        return key.size > 0;
}

static bool
prepare_heading(struct reader *reader, struct span line, char *ret, size_t size)
{
        const char *end = line.begin + line.size;
        const char *bracket = memchr(line.begin, ']', line.size);

        reader->heading = HEADING_REFUSED;
        if (!bracket)
                return refuse(reader, "a section's name ends with ]");
        if (bracket + 1 != end)
                return refuse(reader, "nothing may follow the ] of a section's name");

        struct span name = strip(line.begin + 1, bracket);
        if (name.size == 0 || name.size > PD_CONF_NAME_MAX || memchr(name.begin, ';', name.size))
                return refuse(reader, "expected a section's name of 1 to 48 bytes, such as [athlete kim]");

        reader->heading = HEADING_OPENING;
        snprintf(ret, size, "[%.*s]\n", (int) name.size, name.begin);
        return true;
}

static bool
prepare_key(struct reader *reader, struct span line, char *ret, size_t size)
{
        const char *end = line.begin + line.size;
        const char *equals = memchr(line.begin, '=', line.size);

        if (!equals)
                return refuse(reader, "expected key = value; a value stays on one line");

        struct span key = strip(line.begin, equals);
        struct span value = strip(equals + 1, end);
        if (!key_valid(key))
                return refuse(reader, "expected a key of letters, digits, _ and - before the =");
        if (key.size > PD_CONF_NAME_MAX)
                return refuse(reader, "a key has at most 48 bytes");
        if (value.size > PD_CONF_VALUE_MAX)
                return refuse(reader, "a value has at most 4096 bytes");
        if (reader->heading == HEADING_NONE)
                return refuse(reader, "a key stands below a section, such as [purposed]");

        memcpy(reader->value, value.begin, value.size);
        reader->value[value.size] = '\0';
        snprintf(ret, size, "%.*s=.\n", (int) key.size, key.begin);
        return true;
}

/* Whether the line became one for inih. */
static bool
prepare(struct reader *reader, struct span line, char *ret, size_t size)
{
        if (line.size == 0 || line.begin[0] == '#' || line.begin[0] == ';')
                return false;
        if (memchr(line.begin, '\0', line.size))
                return refuse(reader, "a line of text has no NUL byte");
        if (line.begin[0] == '[')
                return prepare_heading(reader, line, ret, size);
        if (reader->heading == HEADING_REFUSED)
                return false;
        return prepare_key(reader, line, ret, size);
}

/* ini_reader: as fgets. */
static char *
read_prepared(char *ret, int size, void *stream)
{
        struct reader *reader = stream;
        struct span line;

        if (reader->heading == HEADING_OPENING && !reader->stopped) {
                reader->heading = HEADING_OPEN;
                snprintf(ret, (size_t) size, "=\n");
                return ret;
        }
        while (next_line(reader, &line))
                if (prepare(reader, line, ret, (size_t) size))
                        return ret;
        return NULL;
}

/* ini_handler: 1 is success. */
static int
take_entry(void *user, const char *section, const char *key, const char *value)
{
        struct reader *reader = user;

        if (!key) /* a library built with INI_CALL_HANDLER_ON_NEW_SECTION; ours is the next one */
                return 1;

        bool opening = key[0] == '\0';
        struct pd_conf_entry entry = {
                .line = reader->line,
                .section = section,
                .key = opening ? NULL : key,
                .value = opening ? NULL : reader->value,
        };

        (void) value; /* the token of read_prepared() */
        if (!reader->stopped && !reader->ops->entry(reader->ops->user, &entry))
                reader->stopped = true;
        return 1;
}

int
pd_conf_parse(const char *bytes, size_t size, const struct pd_conf_ops *ops)
{
        static const char bom[] = { '\xEF', '\xBB', '\xBF' };
        struct reader *reader = calloc(1, sizeof(*reader));

        if (!reader)
                return -ENOMEM;
        if (size >= sizeof(bom) && memcmp(bytes, bom, sizeof(bom)) == 0) {
                bytes += sizeof(bom);
                size -= sizeof(bom);
        }
        reader->ops = ops;
        reader->at = bytes;
        reader->end = bytes + size;

        /* -2 is inih's out of memory. A line that it should not understand
         * has no entry, and a prepared one is always understood. */
        int r = ini_parse_stream(read_prepared, reader, take_entry, reader);
        free(reader);
        return r == -2 ? -ENOMEM : 0;
}

static int
read_all(int fd, char *bytes, size_t size, size_t *ret_size)
{
        size_t n = 0;

        while (n < size) {
                ssize_t r = read(fd, bytes + n, size - n);
                if (r < 0 && errno == EINTR)
                        continue;
                if (r < 0)
                        return -errno;
                if (r == 0)
                        break;
                n += (size_t) r;
        }
        *ret_size = n;
        return 0;
}

static int
load_fd(int fd, char **ret_bytes, size_t *ret_size, bool *ret_world_readable)
{
        struct stat status;

        if (fstat(fd, &status) < 0)
                return -errno;
        if (!S_ISREG(status.st_mode))
                return -EINVAL;
        if (status.st_size > PD_CONF_FILE_MAX)
                return -EFBIG;

        /* One more than asked for, so that an empty file is memory too. */
        char *bytes = malloc((size_t) status.st_size + 1);
        if (!bytes)
                return -ENOMEM;

        int r = read_all(fd, bytes, (size_t) status.st_size, ret_size);
        if (r < 0) {
                free(bytes);
                return r;
        }
        *ret_bytes = bytes;
        *ret_world_readable = status.st_mode & S_IROTH;
        return 0;
}

int
pd_conf_load(const char *path, char **ret_bytes, size_t *ret_size, bool *ret_world_readable)
{
        /* O_NONBLOCK: a FIFO by that name must not hold up the start. */
        int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

        if (fd < 0)
                return -errno;
        int r = load_fd(fd, ret_bytes, ret_size, ret_world_readable);
        close(fd);
        return r;
}
